#!/usr/bin/python3
"""What the Excel forms of other systems were blamed for, each a story with a name: the workbook is made, kenkei reads it, and
sheet, cell, question, reason and way out must be right.

    tests/workbook/stories.py             all of them
    tests/workbook/stories.py WORD…       those whose name has one of the words
    tests/workbook/stories.py --list      their names

$KENKEI is the program (else build/dev/kenkei), $KENKEI_SCHEMES the project's schemes. Needs openpyxl; stories that need
LibreOffice are skipped, with the reason, where there is none. Prints one line a story, and last "N passed, N failed"; exit
status 1 if one failed.
"""
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from books import *  # noqa: E402,F403
import hostile  # noqa: E402

STORIES = []


class Skipped(Exception):
    pass


def story(name):
    def keep(function):
        STORIES.append((name, function))
        return function
    return keep


def same(got, expected):
    assert got == expected, f'got {got!r}, expected {expected!r}'


def has(text, *parts):
    for part in parts:
        assert part in text, f'「{part}」 is not in:\n{text}'


def lacks(text, *parts):
    for part in parts:
        assert part not in text, f'「{part}」 is in:\n{text}'


def finding(result, code):
    assert code in result['by'], f'no {code} among {list(result["by"])}'
    return result['by'][code]


# --- The message names the right cells

def labels_of(data):
    import openpyxl
    sheet = openpyxl.load_workbook(io.BytesIO(data))[FORM]
    return {f'{FORM} {ANSWER}{row}': str(sheet[f'{LABEL}{row}'].value or '') for row in range(1, sheet.max_row + 1)}


def questions_of(edition, schemes):
    """id → label, from what the form itself says on its hidden sheet."""
    import openpyxl
    sheet = openpyxl.load_workbook(io.BytesIO(form_bytes(edition, schemes=schemes)))[IDENTITY]
    labels = {}
    for row in sheet.iter_rows(min_row=8, values_only=True):
        if row[0]:
            labels.setdefault(row[0], []).append((str(row[3]), str(row[4] or '')))
    return labels


@story('指摘のセルには、その設問の見出しが並ぶ')
def _():
    for edition in ('yuryo-sme/2025', 'yuryo-sme/2024', 'yuryo-large/2024', 'meigara/2024', 'yokohama/2022'):
        data = form_bytes(edition, schemes=SCHEMES)
        labels = labels_of(data)
        asked = questions_of(edition, SCHEMES)
        result = judge(data, edition, schemes=SCHEMES)
        found = [one for one in result['findings'] if 'question' in one]
        assert len(found) > 5, (edition, found)
        for one in found:
            assert one.get('cell'), one
            first = one['cell'].split(':')[0]
            cell, label = asked[one['question']][0]
            same(first, f'{FORM} {cell}')
            same(labels[first].split('\n')[0].strip(), label.split('\n')[0].strip())


@story('読めない回答の指摘は、設問の名とセルの中身とセルの番地を言う')
def _():
    wrong = {'staff': '十八', 'held_on': '来月', 'since': '春', 'agreed': '多分', 'plan': '三番目', 'share': '半分', 'helpers': '若干'}
    result = read(small().fill(**wrong))
    for question, text in wrong.items():
        one = finding(result, f'{question}.type')
        same(one['cell'], f'{FORM} {AT[question]}')
        same(one['question'], question)
        has(one['message'], f'「{text}」', 'ください')
        lacks(one['message'], 'JSON', 'null', 'true', '文字列')
        assert question not in result['answers'], question


@story('指摘の一覧は空白にならない: どの指摘にも文と番地と次の一手がある')
def _():
    book = small().fill(staff='たくさん', plan=7, means__1='違う', held_on='９月ごろ', number='x')
    result = read(book)
    assert len(result['findings']) >= 4, result
    for one in result['findings']:
        assert len(one['message']) > 10 and one['message'].rstrip().endswith(('。', '）')), one
        assert one['cell'].startswith(FORM), one
    with tempfile.TemporaryDirectory() as folder:
        book.save(f'{folder}/a.xlsx')
        text = kenkei('judge', 'mihon/1', f'{folder}/a.xlsx', '--as-of', AS_OF)
        for one in result['findings']:
            has(text.out, one['cell'])


# --- Instructions and validator agree

@story('記入のしかたが示す書き方は、そのとおりに読み取る')
def _():
    import openpyxl
    sheet = openpyxl.load_workbook(io.BytesIO(form_bytes('mihon/1')))[FORM]
    help_of = {question: str(sheet['F' + at[1:]].value or '') for question, at in AT.items() if '.' not in question}
    has(help_of['held_on'], '2024/8/1', '令和6年8月1日')
    has(help_of['since'], '2024/8', '令和6年8月')
    has(help_of['agreed'], 'はい', 'いいえ')
    has(help_of['plan'], '番号')
    has(help_of['staff'], '数字')
    has(help_of['share'], '小数')
    for date in re.findall('「([^」]*)」', help_of['held_on']):
        same(read(small().fill(held_on=date))['answers']['held_on'], '2024-08-01')
    for month in re.findall('「([^」]*)」', help_of['since']):
        same(read(small().fill(since=month))['answers']['since'], '2024-08')
    for word, value in (('はい', True), ('いいえ', False)):
        same(read(small().fill(agreed=word))['answers']['agreed'], value)
    same(read(small().fill(plan=3))['answers']['plan'], 3)
    same(read(small().fill(share=12.5))['answers']['share'], 12.5)
    guide = openpyxl.load_workbook(io.BytesIO(form_bytes('mihon/1')))['記入方法']
    words = '\n'.join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    dates = re.findall(r'「(\d{4}/[\d/]+|令和[^」]*|R[\d.]+)」', words)
    assert len(dates) == 3, dates
    for date in dates:
        same(read(small().fill(held_on=date))['answers']['held_on'], '2024-08-01')


@story('例のとおりに書けば、どの年度版でも読み取る')
def _():
    import openpyxl
    for edition in ('yuryo-sme/2025', 'yuryo-large/2024', 'meigara/2024', 'yokohama/2022'):
        data = form_bytes(edition, schemes=SCHEMES)
        sheet = openpyxl.load_workbook(io.BytesIO(data))[FORM]
        book = Book(data)
        given = 0
        for question, cells in questions_of(edition, SCHEMES).items():
            if len(cells) > 1:
                continue
            help = str(sheet['F' + cells[0][0][1:]].value or '')
            example = re.search('例: (.+)$', help.split('\n')[-1])
            if example and not sheet[cells[0][0]].data_type == 'f':
                book.put(cells[0][0], example.group(1))
                given += 1
        assert given > 3, (edition, given)
        wrong = [one for one in read(book, schemes=SCHEMES)['findings'] if one['code'].endswith('.type')]
        same(wrong, [])


@story('空の欄に「長すぎる」とは言わない')
def _():
    for edition, schemes in (('mihon/1', SMALL), ('yuryo-sme/2025', SCHEMES), ('yuryo-large/2024', SCHEMES)):
        result = read(Book(form_bytes(edition, schemes=schemes)), schemes=schemes)
        same(result['answers'], {})
        for one in result['findings']:
            lacks(one['message'], '長すぎ', '文字以内', 'を超え', '文字まで')
            assert one['code'].split('.')[-1] in ('unanswered', 'missing'), one


@story('空白だけの欄は未回答')
def _():
    for space in (' ', '　', '\u00a0', ' \n　\t', '\u200b' * 0 + '  '):
        result = read(small().fill(name=space, staff=space, held_on=space, plan=space, means__1=space, agreed=space))
        for question in ('name', 'staff', 'held_on', 'plan', 'agreed'):
            assert question not in result['answers'], (question, space, result['answers'])
        same(result['answers']['means'], [2])
        has(finding(result, 'staff.unanswered')['message'], '未回答')


@story('「プルダウンで選択」のままの欄は未回答')
def _():
    result = read(small().fill(area='プルダウンで選択', agreed='プルダウンで選択'))
    assert 'area' not in result['answers'] and 'agreed' not in result['answers']
    assert 'agreed' not in result['cells'] and 'branch' not in result['cells'], result['cells']


# --- Names, protection, formulas

@story('隠れた名前や余分な名前の定義は、読み取りに関わらない')
def _():
    names = ('<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">申請内容記載表!$A$5:$G$29</definedName>'
             '<definedName name="壊れた名前" hidden="1">#REF!</definedName>'
             '<definedName name="外部">[1]Sheet1!$A$1</definedName><definedName name="空"></definedName>')
    book = small()
    text = book.text('xl/workbook.xml')
    if '<definedNames>' in text:
        book.replace('xl/workbook.xml', '<definedNames>', '<definedNames>' + names)
    else:
        book.replace('xl/workbook.xml', '</sheets>', '</sheets><definedNames>' + names + '</definedNames>')
    result = read(book)
    same(result['answers'], SAMPLE)
    same(result['findings'], [])


@story('保護を外して式を消しても、空の用紙は通らない')
def _():
    def strip(workbook):
        for sheet in workbook.worksheets:
            sheet.protection.disable()
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == 'f':
                        cell.value = None
    before = judge(blank())
    after = judge(by_openpyxl(blank(), strip))
    same(after['outcome'], 'undetermined')
    same(after['items'], before['items'])
    same(len(after['findings']), len(before['findings']))


@story('式を書き換えて「適合」と見せても、判定は規則による')
def _():
    def forge(workbook):
        for name in ('計算', '認定基準適合書&保存すべき資料'):
            for row in workbook[name].iter_rows():
                for cell in row:
                    if cell.data_type == 'f':
                        cell.value = '適合' if name != '計算' else 1
        workbook[FORM]['A2'] = 'この用紙での試算: 適合'
        workbook[FORM]['G9'] = None
    same(judge(by_openpyxl(blank(), forge))['outcome'], 'undetermined')
    bad = {**SAMPLE, 'plan': 3, 'means': [9], 'agreed': False}
    same(judge(by_openpyxl(small(bad), forge))['outcome'], judge(small(bad))['outcome'])
    assert judge(small(bad))['outcome'] != 'met'


@story('自動計算の欄を数で上書きしても、計算は規則による')
def _():
    result = judge(small().put(AT['total'], 9999))
    reference = judge(small())
    same(result['items'], reference['items'])
    same(result['facts'], reference['facts'])
    told = [one for one in result['findings'] if one.get('question') == 'total']
    same(len(told), 1)
    same(told[0]['cell'], f'{FORM} D12')


# --- An older template, the wrong workbook

def edition_copy(folder, change):
    """A copy of the small schemes whose mihon/1 has other questions."""
    shutil.copytree(SMALL, folder)
    path = Path(folder) / 'mihon/1/questions.yaml'
    text = path.read_text()
    changed = change(text)
    assert changed != text
    path.write_text(changed)
    return str(folder)


def moved(text):
    """since stands at the top of the firm; the plan's number is another one."""
    block = re.search(r'      since:\n(?:        .*\n)+', text).group(0)
    text = text.replace(block, '')
    return text.replace('    questions:\n      name:\n', '    questions:\n' + block + '      name:\n', 1)


def added(text):
    return text.replace('      name:\n', '      old_code:\n        label: 以前の整理番号\n        type: text\n'
                        '        source: guide p.3\n      name:\n', 1)


def removed(text):
    return re.sub(r'      share:\n(?:        .*\n)+', '', text)


@story('古い様式は、設問の id で対応づけて読み、そう知らせる')
def _():
    with tempfile.TemporaryDirectory() as folder:
        for i, change in enumerate((moved, added, removed)):
            old = edition_copy(f'{folder}/{i}', change)
            answers = {**SAMPLE, 'since': '2020-04', **({'old_code': 'X-1'} if change is added else {})}
            data = form_bytes('mihon/1', answers, schemes=old)
            result = read(data)
            same(result['found'], 'identity')
            same(result['current'], False)
            same(result['answers'], {**SAMPLE, 'since': '2020-04'})
            has(finding(result, 'form.older')['message'], '古い様式', '様式')
            if change is added:
                has(finding(result, 'form.unknown-question')['message'], '「old_code」')
            if change is removed:
                has(finding(result, 'form.missing-questions')['message'], '実施の割合', '未回答')
            # The cell is the one of this file, not of today's template.
            has(labels_of(data)[result['cells']['since']['cell']], '始めた年月')
            today = judge(small({**SAMPLE, 'since': '2020-04'}))
            same(judge(data)['outcome'], today['outcome'])


@story('古い様式で見えないシートもないときは、見出しから読む')
def _():
    with tempfile.TemporaryDirectory() as folder:
        for i, change in enumerate((moved, added, removed)):
            old = edition_copy(f'{folder}/{i}', change)
            answers = {**SAMPLE, 'since': '2020-04'}
            book = Book(form_bytes('mihon/1', answers, schemes=old)).without_sheet(IDENTITY)
            result = read(book)
            same(result['found'], 'labels')
            same(result['answers'], answers)
            has(finding(result, 'form.labels')['message'], IDENTITY, '推定')


@story('規則だけが変わった年度版の用紙は、欄の場所は同じと知らせて読む')
def _():
    with tempfile.TemporaryDirectory() as folder:
        old = edition_copy(f'{folder}/a', lambda text: text.replace('maximum: 100000', 'maximum: 99999'))
        result = read(form_bytes('mihon/1', SAMPLE, schemes=old))
        same(result['answers'], SAMPLE)
        same(result['found'], 'identity')
        has(finding(result, 'form.older')['message'], '規則', '同じ')


@story('設問の文だけが直された年度版の用紙も、一問も失わずに読む')
def _():
    with tempfile.TemporaryDirectory() as folder:
        old = edition_copy(f'{folder}/a', lambda text: text.replace('label: 従業員数', 'label: 従業員の数（旧）')
                           .replace('2: 面談', '2: 個別の面談'))
        data = form_bytes('mihon/1', SAMPLE, schemes=old)
        result = read(data)
        same(result['answers'], SAMPLE)
        assert 'form.missing-questions' not in result['by'], result['findings']
        result = read(Book(data).shift_rows(3, 2))  # and rows inserted too
        same(result['answers'], SAMPLE)
        same(result['cells']['staff']['cell'], f'{FORM} D12')


@story('選択肢の番号が付け替えられた年度版の用紙を、別の選択肢と読まない')
def _():
    with tempfile.TemporaryDirectory() as folder:
        old = edition_copy(f'{folder}/a', lambda text: text.replace(
            '1: 定めている, 2: その他の形で定めている, 3: 定めていない',
            '1: 定めていない, 2: 定めている, 3: その他の形で定めている'))
        result = read(form_bytes('mihon/1', {**SAMPLE, 'plan': 2}, schemes=old))
        assert result['answers'].get('plan') != 2, result['answers']  # 2 was 定めている
        has(json.dumps(result['findings'], ensure_ascii=False), 'D19')


@story('別の制度、別の年度版の用紙は、両方の名を挙げて断る')
def _():
    ran = judge(small(), 'kensa/1', status=3)
    has(ran.out + ran.err, 'mihon/1', 'kensa/1', '別の制度', 'form.other-scheme')
    ran = judge(small(), 'mihon/2', status=3)
    has(ran.out + ran.err, 'mihon/1', 'mihon/2', '別の年度版', 'form.other-edition', '用紙に記入')
    ran = read(small(), '--edition', 'mihon/2', status=3)
    has(ran.err, 'mihon/1', 'mihon/2', '別の年度版', '用紙.xlsx')


@story('ここにない年度版の用紙は、その名を挙げて断る')
def _():
    ran = read(Book(form_bytes('yuryo-sme/2025', schemes=SCHEMES)), status=3)
    has(ran.err, 'yuryo-sme/2025', 'ありません', '--schemes')


@story('用紙でないブックは、見えないシートと見出しの両方を言って断る')
def _():
    import openpyxl
    workbook = openpyxl.Workbook()
    workbook.active['A1'] = '売上表'
    out = io.BytesIO()
    workbook.save(out)
    ran = read(out.getvalue(), status=3)
    has(ran.err, '用紙.xlsx', '用紙でもない')
    ran = judge(out.getvalue(), status=3)
    has(ran.err + ran.out, 'mihon/1', 'ではないようです', '見出し', IDENTITY)


@story('よく似た年度版の用紙は、見えないシートがなくても取り違えない')
def _():
    for edition in ('yuryo-sme/2024', 'yuryo-sme/2025', 'yuryo-large/2024', 'meigara/2024', 'yokohama/2022'):
        book = Book(form_bytes(edition, schemes=SCHEMES)).without_sheet(IDENTITY)
        same(read(book, schemes=SCHEMES)['edition'], edition)
        del book.parts['docProps/custom.xml']  # and without the document's properties
        book.edit('_rels/.rels', lambda text: re.sub(r'<Relationship [^>]*custom.xml"[^>]*/>', '', text))
        book.edit('[Content_Types].xml', lambda text: re.sub(r'<Override [^>]*custom.xml"[^>]*/>', '', text))
        result = read(book, schemes=SCHEMES)
        same(result['edition'], edition)
        same(result['found'], 'labels')


# --- Rows, sheets and what else people do

@story('上に行を入れても消しても、見出しから欄を見つけ、そう知らせる')
def _():
    for first, by, expected in ((3, 3, 'D13'), (8, 1, 'D11'), (4, -1, 'D9'), (8, -1, 'D9')):
        result = read(small().shift_rows(first, by))
        same(result['found'], 'labels')
        answers = {**SAMPLE}
        if (first, by) == (8, -1):
            del answers['name']
            has(finding(result, 'form.missing-questions')['message'], '法人名')
        same(result['answers'], answers)
        same(result['cells']['staff']['cell'], f'{FORM} {expected}')
        has(finding(result, 'form.labels')['message'], '行がずれている', FORM, '推定')


@story('選択肢の間に行を入れても、選択肢は取り違えない')
def _():
    result = read(small({**SAMPLE, 'means': [2, 3]}).shift_rows(26, 2))
    same(result['answers']['means'], [2, 3])


@story('選択肢の行が消えたら、どの選択肢かを知らせ、合わせるときに黙って消さない')
def _():
    book = small({**SAMPLE, 'means': [2, 3]}).shift_rows(28, -1)  # the row of option 3
    result = read(book)
    same(result['answers']['means'], [2])
    has(finding(result, 'form.missing-options')['message'], '問8', '3 研修')
    ran = merged(book, {**SAMPLE, 'means': [2, 3]}, status=1)
    has(ran.err, '（means）', '「2 面談」', '「2 面談、3 研修」')
    book = small({**SAMPLE, 'means': [2, 3]}).shift_rows(29, -4)  # all of them
    result = read(book)
    assert 'means' not in result['answers']
    has(finding(result, 'form.missing-questions')['message'], '問8')
    same(merged(book, {**SAMPLE, 'means': [2, 3]}).json['answers']['means'], [2, 3])


@story('見えないシートを消すと見出しから読み、どの制度の用紙かも推定し、そう知らせる')
def _():
    result = read(small().without_sheet(IDENTITY))
    same(result['found'], 'labels')
    same(result['edition'], 'mihon/1')
    same(result['id'], '用紙.xlsx')
    same(result['answers'], SAMPLE)
    has(finding(result, 'form.labels')['message'], IDENTITY, 'ありません', '推定', '14問')
    same(judge(small().without_sheet(IDENTITY))['outcome'], 'met')


@story('シートの名を変えても、隠しても、読める')
def _():
    result = read(small().rename_sheet(FORM, '提出用'))
    same(result['answers'], SAMPLE)
    same(result['cells']['staff']['cell'], '提出用 D10')
    has(finding(result, 'form.labels')['message'], FORM, '提出用')
    book = small().replace('xl/workbook.xml', f'<sheet name="{FORM}"', f'<sheet state="hidden" name="{FORM}"')
    same(read(book)['answers'], SAMPLE)
    same(read(book)['findings'], [])


@story('シートの写しが2枚あって見えないシートがなければ、どちらを読んだかを知らせる')
def _():
    def twice(workbook):
        copied = workbook.copy_worksheet(workbook[FORM])
        copied.title = '申請内容記載表 (2)'
        copied['D10'] = 99
        del workbook[IDENTITY]
    result = read(by_openpyxl(small(), twice))
    same(result['answers'], SAMPLE)
    has(finding(result, 'form.labels')['message'], f'「{FORM}」')
    has(finding(result, 'form.several-sheets')['message'], '申請内容記載表 (2)')


@story('写したシートが加わっても、見えないシートの言うシートを読む')
def _():
    def twice(workbook):
        copied = workbook.copy_worksheet(workbook[FORM])
        copied.title = '控え'
        copied['D10'] = 99
        workbook.create_sheet('メモ', 0)['A1'] = '問2は総務に聞く'
    result = read(by_openpyxl(small(), twice))
    same(result['answers'], SAMPLE)
    same(result['findings'], [])


@story('列を広げ、色を付け、結合を解き、コメントや画像を加えても読める')
def _():
    def change(workbook):
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill
        sheet = workbook[FORM]
        sheet.column_dimensions['D'].width = 80
        sheet['D10'].fill = PatternFill('solid', start_color='FF0000')
        sheet['D10'].comment = Comment('確認済み', '総務')
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
    book = Book(by_openpyxl(small(), change))
    book.parts['xl/media/image1.png'] = b'\x89PNG\r\n\x1a\n' + bytes(1000)
    book.parts['xl/drawings/drawing9.xml'] = b'<xdr:wsDr xmlns:xdr="x"/>'
    result = read(book)
    same(result['answers'], SAMPLE)
    same(result['findings'], [])


@story('欄の #REF! は、番地とエラーを言い、回答とはしない')
def _():
    for error in ('#REF!', '#N/A', '#VALUE!', '#DIV/0!'):
        result = read(small().xml('D10', f'<v>{error}</v>', type='e').xml('D26', f'<v>{error}</v>', type='e'))
        one = finding(result, 'staff.cell-error')
        same(one['cell'], f'{FORM} D10')
        has(one['message'], '問2', f'{FORM} D10', error, '記入し直してください')
        assert 'staff' not in result['answers']
        has(finding(result, 'means.cell-error')['message'], f'{FORM} D26', error)
        same(result['answers']['means'], [1])


@story('欄の式は、保存されている値を使ってそう知らせ、値がなければ未回答と知らせる')
def _():
    result = read(small().formula('D10', '9*2', 18))
    same(result['answers']['staff'], 18)
    has(finding(result, 'staff.formula')['message'], f'{FORM} D10', '式', '「18」')
    result = read(small().formula('D10', '9*2').formula('D25', '1*1'))
    assert 'staff' not in result['answers']
    one = finding(result, 'staff.formula')
    has(one['message'], f'{FORM} D10', '式', '値が保存されていません', 'ください')
    lacks(one['message'], '「」')
    has(finding(result, 'means.formula')['message'], f'{FORM} D25', '値が保存されていません')
    result = read(small().formula('D7', '"株式会社"&"見本"', '株式会社見本', 'str'))
    same(result['answers'], SAMPLE)


@story('見えないシートを書き換えた用紙は、そのセルを言って断る')
def _():
    part = small().part_of(IDENTITY)
    ran = read(small().put('D12', 'どこか', part).put('B5', 'zzzz', part), status=3)
    has(ran.err, IDENTITY, 'D12', '番地')
    ran = read(small().put('B1', '9', part), status=3)
    has(ran.err, '新しい版', '9')
    ran = read(small().put('B2', None, part), status=3)
    has(ran.err, IDENTITY, 'B2', '空')


@story('見えないシートの行が消えても、見出しのある設問は失わない')
def _():
    part = small().part_of(IDENTITY)
    book = small().put('B5', 'ffffffffffffffff', part).put('A11', None, part)  # the line of staff
    result = read(book)
    same(result['answers'], SAMPLE)
    same(result['cells']['staff']['cell'], f'{FORM} D10')


@story('見えないシートが別のセルを指しても、見出しの合わないセルは読まない')
def _():
    part = small().part_of(IDENTITY)
    book = small().put('B5', 'ffffffffffffffff', part).put('D11', 'D11', part)  # staff is said to be in D11
    result = read(book)
    same(result['answers'], SAMPLE)
    same(result['found'], 'labels')
    book = small().put('B5', 'ffffffffffffffff', part).put('D11', 'D1048576', part)
    same(read(book)['answers'], SAMPLE)


# --- Programs that save

@story('LibreOffice で保存し直しても、同じ回答')
def _():
    if not shutil.which('soffice'):
        raise Skipped('soffice がない')
    answers = {**SAMPLE, 'since': '2020-04', 'share': 12.5, 'number': '0012345', 'name': '𠮷田髙①㈱“引用”\n二行目'}
    result = read(by_libreoffice(small(answers).bytes()))
    reference = read(small(answers))
    same(result['answers'], reference['answers'])
    same(result['current'], True)
    same(result['findings'], reference['findings'])
    sme = json.loads((ROOT / 'examples/2-falls-short.json').read_text())
    data = form_bytes('yuryo-sme/2025', sme['answers'], schemes=SCHEMES, id=sme['id'])
    result = read(by_libreoffice(data), schemes=SCHEMES)
    reference = read(data, schemes=SCHEMES)
    same(result['answers'], reference['answers'])
    same(result['findings'], reference['findings'])


@story('openpyxl で保存し直しても、同じ回答')
def _():
    for edition, answers, schemes in (('mihon/1', SAMPLE, SMALL), ('yuryo-sme/2025', json.loads(
            (ROOT / 'examples/1-passes.json').read_text())['answers'], SCHEMES)):
        book = Book(form_bytes(edition, answers, schemes=schemes))
        result = read(by_openpyxl(book, lambda workbook: None), schemes=schemes)
        reference = read(book, schemes=schemes)
        same(result['answers'], reference['answers'])
        same(result['findings'], reference['findings'])


# --- Files that are something else

def other_files():
    import openpyxl  # noqa: F401
    made = {
        '空のファイル.xlsx': (b'', '空'),
        'JSON.xlsx': (json.dumps({'id': 'a', 'answers': SAMPLE}).encode(), 'JSON'),
        'CSV.xlsx': ('設問,回答\n問1,1234567\n'.encode('cp932'), 'CSV'),
        'PDF.xlsx': (b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', 'PDF'),
        '画像.xlsx': (b'\x89PNG\r\n\x1a\n' + bytes(100), ''),
        '切れた.xlsx': (small().bytes()[:9000], '途中'),
        '古い.xls': (hostile.ole2('Workbook'), '.xls'),
        'パスワード.xlsx': (hostile.ole2('EncryptedPackage'), 'パスワード'),
        'マクロ.xlsm': (hostile.macros(small()), 'マクロ'),
        '表計算.ods': (hostile.ods(), '.ods'),
        '文書.docx.xlsx': (hostile.zip_of({'[Content_Types].xml': b'<Types/>', 'word/document.xml': b'<a/>'}), ''),
        'ただの.zip.xlsx': (hostile.zip_of({'a.txt': b'a'}), ''),
    }
    return made


@story('用紙でないファイルは、何であるかと次の一手を言って断る')
def _():
    for name, (data, word) in other_files().items():
        ran = read(data, status=3, name=name)
        has(ran.err, name, 'ください', word)
        same(ran.out, '')
        lacks(ran.err, 'xlsx.cell', 'exception', 'std::')
        if name.endswith(('.xlsx', '.xls', '.xlsm', '.ods')) and data:
            ran = judge(data, status=3, name=name)
            has(ran.err + ran.out, name, 'ください')


@story('フォルダやないファイルは、そう言って断る')
def _():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f'{folder}/用紙.xlsx')
        ran = kenkei('read', f'{folder}/用紙.xlsx')
        same(ran.status, 3)
        has(ran.err, 'フォルダです', '用紙.xlsx')
        ran = kenkei('read', f'{folder}/ない.xlsx')
        same(ran.status, 3)
        has(ran.err, 'ない.xlsx')


# --- What is typed into cells

def taken(**cells):
    return read(small().fill(**cells))


@story('数は、文字、全角、桁区切り、単位付きでも同じ数')
def _():
    for text in ('18', '１８', ' 18 ', '18人', '１８人', '18 人', '18　人', '+18', '18.0', 18, 18.0, '０18'):
        same(taken(staff=text)['answers'].get('staff'), 18)
    for text in ('1,800', '１，８００', '1,800人', '1800', '1，800 人', 1800):
        same(taken(staff=text)['answers'].get('staff'), 1800)
    for text in ('12.5', '１２．５', '12.5%', '12.5％', 12.5):
        same(taken(share=text)['answers'].get('share'), 12.5)
    same(taken(share=0.1 + 0.2)['answers']['share'], 0.3)


@story('日付は、どの書き方でも、シリアル値でも同じ日')
def _():
    for text in ('2024/8/1', '2024-08-01', '令和6年8月1日', '令和６年８月１日', 'R6.8.1', 'r6.8.1', '２０２４年８月１日',
                 '2024年8月1日', '2024.8.1', 'Ｒ６．８．１', '20240801', 20240801, 45505, 45505.75, ' 2024/08/01 '):
        same(taken(held_on=text)['answers'].get('held_on'), '2024-08-01')
    for text in ('2024/8', '2024-08', '令和6年8月', 'R6.8', '２０２４年８月', 45505, 45520, 202408, '202408'):
        same(taken(since=text)['answers'].get('since'), '2024-08')
    same(taken(held_on='平成31年4月30日')['answers']['held_on'], '2019-04-30')
    same(taken(held_on='令和元年5月1日')['answers']['held_on'], '2019-05-01')


@story('1904年から数えるブックの日付も同じ日')
def _():
    book = small()
    text = book.text('xl/workbook.xml')
    if '<workbookPr' in text:
        book.edit('xl/workbook.xml', lambda text: text.replace('<workbookPr', '<workbookPr date1904="1"', 1))
    else:
        book.edit('xl/workbook.xml', lambda text: text.replace('<sheets>', '<workbookPr date1904="1"/><sheets>', 1))
    same(read(book.fill(held_on=45505 - 1462))['answers']['held_on'], '2024-08-01')
    if shutil.which('soffice'):
        same(read(by_libreoffice(book.bytes()))['answers']['held_on'], '2024-08-01')


@story('日付として書式を付けられた文字の欄は、その日付の文字')
def _():
    def dated(workbook):
        import datetime
        workbook[FORM]['D23'] = datetime.date(2024, 8, 1)
        workbook[FORM]['D19'] = 2
    result = read(by_openpyxl(small(), dated))
    same(result['answers']['plan_text'], '2024-08-01')


@story('○も✓もTRUEもチェック、2や文はチェックではないと言う')
def _():
    for tick in ('○', '〇', '◯', '✓', '✔', 'レ', '1', '１', 1, True, ' 1 '):
        result = taken(means__1=None, means__2=None, means__3=tick)
        same(result['answers'].get('means'), [3])
    for no in (0, '0', '０', False, '', ' '):
        same(taken(means__1=1, means__2=no)['answers']['means'], [1])
    for wrong in (2, '2', '実施済み', 'x', -1, 0.5):
        result = taken(means__2=wrong)
        one = finding(result, 'means.type')
        has(one['message'], '問8', '1 でないもの', '1 を入れて')
        same(one['cell'], f'{FORM} D26')
        assert 'means' not in result['answers']
        has(result['cells']['means']['raw'], f'2（{wrong}）')


@story('「1つだけ」の欄は、番号でも、選択肢の文でも、番号と文でも読む')
def _():
    for text in (2, '2', '２', '2 その他の形で定めている', 'その他の形で定めている', ' 2 ', '2.0', '②', '2.', '2．その他の形で定めている',
                 '2番', '2:その他の形で定めている'):
        same(taken(plan=text, plan_text='毎月')['answers'].get('plan'), 2)
    result = taken(plan='3 定めている')  # the number says another option than the words
    assert 'plan' not in result['answers'], result['answers']
    has(finding(result, 'plan.type')['message'], '3 定めている')
    for text in (7, '1と2', '1,2', '1、2', 1.5):
        result = taken(plan=text)
        found = [one for one in result['findings'] if one.get('question') == 'plan']
        same(len(found), 1)
        same(found[0]['cell'], f'{FORM} D19')


@story('35桁の数の文字、先頭の0、異体字、丸数字、改行、曲がった引用符はそのまま残る')
def _():
    kept = ('12345678901234567890123456789012345', '0012345', '𠮷田', '髙橋', '①㈱', '一行目\n二行目', '“引用”と‘引用’',
            '=1+1', "'先頭の引用符", '@見本', '+81', '<b>&amp;</b>', '1E5', 'TRUE', '2024/8/1', '｡｢半角｣', '\u3000前後の全角\u3000'.strip(),
            'タブ\tあり', '👨‍👩‍👧', 'e\u0301', '_x0041_')
    for text in kept:
        result = read(small({**SAMPLE, 'name': text, 'plan': 2, 'plan_text': text}))
        same(result['cells']['plan_text']['raw'], text)
        if '_x' not in text:
            same(taken(plan=2, plan_text=text)['cells']['plan_text']['raw'], text)
        with tempfile.TemporaryDirectory() as folder:  # what the judge is given is what stands there
            small({**SAMPLE, 'name': text, 'plan': 2, 'plan_text': text}).save(f'{folder}/a.xlsx')
            ran = kenkei('read', f'{folder}/a.xlsx', '--format', 'application')
            same(ran.json['answers']['plan_text'], text)
            same(ran.json['answers']['name'], text)


@story('先頭の0がある番号の欄に、0 を落とした数が入っていれば知らせる')
def _():
    result = taken(number='0012345')
    same(result['answers']['number'], '0012345')
    result = taken(number=12345)
    found = [one for one in result['findings'] if one.get('question') == 'number']
    same([one['cell'] for one in found], [f'{FORM} D9'])


@story('指数で表される大きな数も、見える桁のとおりに読む')
def _():
    same(taken(name=1234567890123)['answers']['name'], '1234567890123')
    same(taken(name=123456789012345)['answers']['name'], '123456789012345')


@story('欄の外に書かれたものは読まないが、答えは変わらない')
def _():
    book = small().put('E10', '名').put('F10', '20')
    same(read(book)['answers'], SAMPLE)


# --- Hostile files

LIMIT_SECONDS = 0.1
LIMIT_KILOBYTES = 50 * 1024
SLACK = 3  # of the time, for machines under load
LONGER = {'manyrows': 3}  # a million rows without a cell: each of them is looked at


@story('悪意のあるファイルは、0.1秒と50MBのうちに断る')
def _():
    slowest = ('', 0.0)
    largest = ('', 0)
    with tempfile.TemporaryDirectory() as folder:
        for name, data, expected in hostile.files(small({**SAMPLE, 'plan': 2, 'plan_text': '見本'})):
            path = f'{folder}/{name}.xlsx'
            Path(path).write_bytes(data)
            ran = kenkei('judge', 'mihon/1', path, '--as-of', AS_OF, '--format', 'json', measure=True)
            assert ran.status == (0 if expected == 'read' else 3), (name, ran)
            if expected != 'read':
                has(ran.err + ran.out, expected, 'ください')
            if name not in LONGER:
                slowest = max(slowest, (name, ran.seconds), key=lambda one: one[1])
            largest = max(largest, (name, ran.kilobytes), key=lambda one: one[1])
            assert ran.seconds < LIMIT_SECONDS * SLACK * LONGER.get(name, 1), (name, ran.seconds)
            assert ran.kilobytes < LIMIT_KILOBYTES, (name, ran.kilobytes)
    note(f'最長 {slowest[0]} {slowest[1] * 1000:.0f} ms、最大 {largest[0]} {largest[1] / 1024:.1f} MB')


@story('フォルダの悪い1件は一度だけ名指しされ、ほかは判定される')
def _():
    with tempfile.TemporaryDirectory() as folder:
        for name in 'abc':
            small(id=name).save(f'{folder}/{name}.xlsx')
        for bad_name, bad, _ in hostile.files(small({**SAMPLE, 'plan': 2, 'plan_text': '見本'})):
            if bad_name not in ('laughs', 'bomb1g', 'trunc', 'badutf8'):
                continue
            Path(f'{folder}/b2.xlsx').write_bytes(bad)
            ran = kenkei('judge', 'mihon/1', folder, '--as-of', AS_OF, '--format', 'jsonl')
            same(ran.status, 1)
            same([line.get('id') for line in ran.lines], ['a', 'b', None, 'c'])
            has(ran.lines[2]['file'], 'b2.xlsx')
            assert ran.lines[2]['error'], ran.lines[2]
            same(ran.err.count('b2.xlsx'), 1)
            ran = kenkei('judge', 'mihon/1', folder, '--as-of', AS_OF)
            same(ran.status, 1)
            same((ran.out + ran.err).count('b2.xlsx'), 1)


@story('300件のフォルダ: 1件1行、名前の順、悪い1件はその名、記憶は件数で増えない')
def _():
    with tempfile.TemporaryDirectory() as folder:
        demo = kenkei('demo', 'mihon/1', '300')
        same(demo.status, 0)
        Path(f'{folder}/x.jsonl').write_text(demo.out)
        ran = kenkei('form', 'mihon/1', '-o', f'{folder}/forms/', '--answers', f'{folder}/x.jsonl', '--as-of', AS_OF)
        assert ran.status in (0, 1), ran
        names = sorted(os.listdir(f'{folder}/forms'))
        same(len(names), 300)
        Path(f'{folder}/forms/{names[100]}').write_bytes(b'PK\3\4' + bytes(100))
        Path(f'{folder}/forms/~$' + names[5]).write_bytes(b'\x05excel' + bytes(159))
        Path(f'{folder}/forms/.DS_Store').write_bytes(b'x')
        Path(f'{folder}/forms/desktop.ini').write_bytes(b'x')
        ran = kenkei('judge', 'mihon/1', f'{folder}/forms', '--as-of', AS_OF, '--format', 'jsonl', measure=True)
        same(ran.status, 1)
        lines = ran.lines
        same(len(lines), 300)
        has(lines[100]['file'], names[100])
        assert lines[100]['error']
        ids = [line.get('id', names[100][:-5]) for line in lines]
        same(ids, [name[:-5] for name in names])
        reference = kenkei('judge', 'mihon/1', f'{folder}/x.jsonl', '--as-of', AS_OF, '--format', 'jsonl').lines
        by_id = {line['id']: line for line in reference}
        for line in lines:
            if 'id' in line:
                same(line['outcome'], by_id[line['id']]['outcome'])
        for name in names[10:]:
            os.remove(f'{folder}/forms/{name}')
        few = kenkei('judge', 'mihon/1', f'{folder}/forms', '--as-of', AS_OF, '--format', 'jsonl', measure=True)
        same(few.status, 0)
        same(len(few.lines), 10)
        assert ran.kilobytes < few.kilobytes + 4096, (ran.kilobytes, few.kilobytes)
        note(f'300件 {ran.seconds:.2f} 秒、{ran.kilobytes / 1024:.1f} MB（10件 {few.kilobytes / 1024:.1f} MB）')


# --- Two states of one application

def merged(book, answers, *more, id='A-1', status=0, output=None):
    with tempfile.TemporaryDirectory() as folder:
        book.save(f'{folder}/用紙.xlsx')
        Path(f'{folder}/今.json').write_text(json.dumps({'id': id, 'answers': answers}))
        where = ['-o', f'{folder}/{output}'] if output else []
        ran = kenkei('form', 'mihon/1', '--merge', f'{folder}/用紙.xlsx', '--answers', f'{folder}/今.json', '--as-of', AS_OF,
                     *where, *more)
        ran.made = Path(f'{folder}/{output}').read_bytes() if output and os.path.exists(f'{folder}/{output}') else None
        ran.left = sorted(os.listdir(folder))
    assert ran.status == status, ran
    return ran


def without(*questions):
    return {key: value for key, value in SAMPLE.items() if key not in questions}


@story('合わせる: 一方だけの変更はどちらも生き、同じ変更は一度、消したものは消える')
def _():
    book = small().fill(staff=20, means__3=1, area=None, helpers=3)
    ran = merged(book, {**without('number'), 'held_on': '2024-09-21', 'helpers': 3, 'share': 5})
    answers = ran.json['answers']
    same(answers, {**without('area', 'number'), 'staff': 20, 'means': [1, 2, 3], 'helpers': 3, 'held_on': '2024-09-21',
                   'share': 5})
    for question in ('staff', 'means', 'area', 'number', 'held_on', 'helpers', 'share'):
        has(ran.err, f'（{question}）')
    has(ran.err, f'［{FORM} D10］', '両方で同じ変更', '未回答')
    lacks(ran.err, '（name）', '（plan）')


@story('合わせる: 同じ値の違う書き方は変更ではない')
def _():
    ran = merged(small().fill(staff='１８人', held_on='令和6年9月20日', agreed='○', plan='1 定めている', means__1='○'), SAMPLE)
    has(ran.err, '変更はありません')
    same(ran.json['answers'], SAMPLE)


@story('合わせる: 違う変更は両方の値とセルを示し、決まるまで何も書かない')
def _():
    book = small().fill(staff=20, plan=3)
    current = {**SAMPLE, 'staff': 21, 'plan': 2}
    for output in (None, '合.json', '合.xlsx'):
        ran = merged(book, current, status=1, output=output)
        has(ran.err, '問2', '（staff）', '「20人」', '「21人」', '「18人」', f'［{FORM} D10］', '--take', '2件')
        same(ran.out, '')
        assert ran.made is None
        same(ran.left, ['今.json', '用紙.xlsx'])
    ran = merged(book, current, '--take', 'workbook')
    same(ran.json['answers'], {**SAMPLE, 'staff': 20, 'plan': 3})
    has(ran.err, '用紙を採りました')
    ran = merged(book, current, '--take', 'answers')
    same(ran.json['answers'], current)
    ran = merged(book, current, '--take', 'answers', '--take', 'staff=workbook')
    same(ran.json['answers'], {**SAMPLE, 'staff': 20, 'plan': 2})
    ran = merged(book, current, '--take', 'staff=workbook', '--take', 'plan=answers')
    same(ran.json['answers'], {**SAMPLE, 'staff': 20, 'plan': 2})
    ran = merged(book, current, '--take', 'staff=workbook', '--take', 'answers')  # the order does not matter
    same(ran.json['answers'], {**SAMPLE, 'staff': 20, 'plan': 2})
    ran = merged(book, current, '--take', 'staff=workbook', status=1)
    has(ran.err, '1件', '（plan）')
    for wrong in ('staff', 'both', 'nothing=workbook', 'staff=', '=workbook', 'staff=workbook=answers'):
        ran = merged(book, current, '--take', wrong, status=2)
        has(ran.err, wrong, 'workbook', 'answers')


@story('合わせる: 一方で消し他方で変えたものは食い違い')
def _():
    ran = merged(small().fill(staff=None), {**SAMPLE, 'staff': 21}, status=1)
    has(ran.err, '未回答', '「21人」', '「18人」')
    ran = merged(small().fill(staff=20), without('staff'), status=1)
    has(ran.err, '未回答', '「20人」')


@story('合わせる: 読めない欄、エラーの欄、無くなった行は、回答を黙って消さない')
def _():
    ran = merged(small().fill(staff='十八'), SAMPLE)
    same(ran.json['answers']['staff'], '十八')  # as it stands; the judge says so
    has(ran.err, '（staff）', '十八')
    ran = merged(small().xml('D10', '<v>#REF!</v>', type='e'), SAMPLE, status=1)
    has(ran.err, '#REF!', '（staff）', '「18人」', 'D10')
    ran = merged(small().formula('D10', '9*2'), SAMPLE, status=1)
    has(ran.err, '（staff）', '式', 'D10')
    ran = merged(small().shift_rows(11, -1), SAMPLE)  # the row of staff is gone
    same(ran.json['answers'], SAMPLE)
    has(ran.err, '欄がありません')


@story('合わせる: 用紙の欄に書けない回答は、書けないまま生きる')
def _():
    long = '長' * 40000
    current = {**SAMPLE, 'plan': [1, 2], 'means': [1, 77], 'name': long, 'staff': {'人': 3}}
    with tempfile.TemporaryDirectory() as folder:
        Path(f'{folder}/a.json').write_text(json.dumps({'id': 'A-1', 'answers': current}))
        ran = kenkei('form', 'mihon/1', '-o', f'{folder}/f.xlsx', '--answers', f'{folder}/a.json', '--as-of', AS_OF)
        same(ran.status, 1)
        for question in ('plan', 'means', 'name', 'staff'):
            has(ran.err, f'（{question}）')
        book = Book(Path(f'{folder}/f.xlsx').read_bytes())
    same(read(book)['id'], 'A-1')
    ran = merged(book, current)
    same(ran.json['answers'], current)
    ran = merged(book.fill(area='西地区'), current)
    same(ran.json['answers'], {**current, 'area': '西地区'})
    ran = merged(book.fill(name='株式会社別名'), current)
    same(ran.json['answers']['name'] == long, False)
    has(ran.err, '（name）')


@story('合わせる: 用紙にない設問の回答も、知らないキーも、黙って失わない')
def _():
    current = {**SAMPLE, 'total': 7, 'unknown_one': 'x'}
    ran = merged(small().fill(staff=20), current)
    answers = ran.json['answers']
    same(answers.get('unknown_one'), 'x')
    same(answers['staff'], 20)


@story('合わせる: 長い文も、消したことがわかる')
def _():
    long = '長い文。' * 5000  # 60,000 bytes, 20,000 characters
    book = Book(form_bytes('mihon/1', {**SAMPLE, 'name': long}))
    same(read(book)['answers']['name'], long)
    ran = merged(book, {**SAMPLE, 'name': long})
    has(ran.err, '変更はありません')
    book.fill(name=None)
    ran = merged(book, {**SAMPLE, 'name': long})
    assert 'name' not in ran.json['answers']
    has(ran.err, '（name）', '未回答')


@story('合わせる: known は残り、--take は食い違いのない設問を変えない')
def _():
    with tempfile.TemporaryDirectory() as folder:
        small().fill(staff=20).save(f'{folder}/f.xlsx')
        Path(f'{folder}/a.json').write_text(json.dumps(
            {'id': 'A-1', 'answers': {**SAMPLE, 'share': 5}, 'known': {'insurer': {'x': 1}}, 'note': 'メモ'}))
        ran = kenkei('form', 'mihon/1', '--merge', f'{folder}/f.xlsx', '--answers', f'{folder}/a.json', '--take', 'answers',
                     '--take', 'plan=workbook')
        same(ran.status, 0)
        same(ran.json['answers'], {**SAMPLE, 'staff': 20, 'share': 5})
        same(ran.json['known'], {'insurer': {'x': 1}})
        has(ran.err, '「note」')  # said, because it is not kept


@story('合わせる: 別の申請の用紙は、両方の id を言って断る')
def _():
    ran = merged(small().fill(staff=20), SAMPLE, id='B-9', status=3)
    has(ran.err, 'A-1', 'B-9', '別の申請')
    same(ran.out, '')
    ran = merged(small().fill(staff=20).without_sheet(IDENTITY), SAMPLE, status=1)  # nobody knows what it was made with
    has(ran.err, '見えないシート', '「20人」', '「18人」')


@story('合わせた用紙は、合わせた回答のとおりで、次の合わせの元になる')
def _():
    ran = merged(small().fill(staff=20), {**SAMPLE, 'plan': 2, 'plan_text': '毎月'}, output='合.xlsx')
    expected = {**SAMPLE, 'staff': 20, 'plan': 2, 'plan_text': '毎月'}
    same(read(ran.made)['answers'], expected)
    ran = merged(Book(ran.made), expected)
    has(ran.err, '変更はありません')


@story('書いている途中で止められても、半分のファイルは残らない')
def _():
    with tempfile.TemporaryDirectory() as folder:
        small().save(f'{folder}/用紙.xlsx')
        demo = kenkei('demo', 'mihon/1', '200')
        Path(f'{folder}/x.jsonl').write_text(demo.out)
        killed = 0
        for delay in (0.02, 0.05, 0.1, 0.2, 0.3, 0.4):
            process = subprocess.Popen([KENKEI, 'form', 'mihon/1', '-o', f'{folder}/out/', '--answers', f'{folder}/x.jsonl'],
                                       env={**os.environ, 'KENKEI_SCHEMES': SMALL}, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.kill()
            killed += process.wait() == -9
            if os.path.isdir(f'{folder}/out'):
                for name in os.listdir(f'{folder}/out'):
                    if name.endswith('.xlsx'):
                        assert zipfile.ZipFile(f'{folder}/out/{name}').testzip() is None, name
        assert killed > 0, 'never killed in time'


@story('記入された用紙に、新しい用紙を上書きしない')
def _():
    with tempfile.TemporaryDirectory() as folder:
        path = f'{folder}/A-1.xlsx'
        Path(f'{folder}/a.json').write_text(json.dumps({'id': 'A-1', 'answers': SAMPLE}))
        small().fill(staff=99).save(path)
        before = Path(path).read_bytes()
        for output in (path, folder):
            ran = kenkei('form', 'mihon/1', '-o', output, '--answers', f'{folder}/a.json')
            same(ran.status, 3)
            has(ran.err, 'A-1.xlsx', '上書きしません', '--merge')
            same(Path(path).read_bytes(), before)
        ran = kenkei('form', 'mihon/1', '--merge', path, '--answers', f'{folder}/a.json', '-o', path)  # but its own merge
        same(ran.status, 0)
        same(read(Path(path).read_bytes())['answers']['staff'], 99)
        ran = kenkei('form', 'mihon/1', '-o', path, '--answers', f'{folder}/a.json')  # now as it was made
        same(ran.status, 0)
        same(read(Path(path).read_bytes())['answers'], SAMPLE)
        blank().fill(staff=5).without_sheet(IDENTITY).save(path)
        same(kenkei('form', 'mihon/1', '-o', path).status, 3)


# --- The command line

@story('id に / や .. があっても、同じ id があっても、フォルダの中に1件ずつ書く')
def _():
    ids = ['a/b', '../上', 'a\\b', '..', '.', '', 'a:b', 'CON', 'x' * 300, '同じ', '同じ', 'A', 'a', '改\n行', 'a?*"<>|', '長' * 100]
    with tempfile.TemporaryDirectory() as folder:
        lines = [json.dumps({'id': id, 'answers': SAMPLE}) for id in ids]
        Path(f'{folder}/x.jsonl').write_text('\n'.join(lines) + '\n')
        ran = kenkei('form', 'mihon/1', '-o', f'{folder}/out/', '--answers', f'{folder}/x.jsonl')
        same(ran.status, 0)
        names = os.listdir(f'{folder}/out')
        same(len({name.lower() for name in names}), len(ids))
        same(sorted(os.listdir(folder)), ['out', 'x.jsonl'])
        for name in names:
            name.encode('utf-8', 'strict')
            assert len(name.encode()) <= 255 and '/' not in name
            one = kenkei('read', f'{folder}/out/{name}', '--as-of', AS_OF).json
            assert one['id'] in ids or one['id'] == name, (one['id'], name)
            same(one['answers'], SAMPLE)


@story('壊れた行は行を言い、ほかの行の用紙は作る')
def _():
    with tempfile.TemporaryDirectory() as folder:
        Path(f'{folder}/x.jsonl').write_text(json.dumps({'id': 'a', 'answers': SAMPLE}) + '\n{"id": "b", \n' +
                                             json.dumps({'id': 'c', 'answers': SAMPLE}) + '\n')
        ran = kenkei('form', 'mihon/1', '-o', f'{folder}/out/', '--answers', f'{folder}/x.jsonl')
        same(ran.status, 1)
        has(ran.err, 'x.jsonl', '2')
        same(sorted(os.listdir(f'{folder}/out')), ['a.xlsx', 'c.xlsx'])


@story('何件でも読み、読めない1件はその名を言い、ほかは示す')
def _():
    with tempfile.TemporaryDirectory() as folder:
        small(id='あ').save(f'{folder}/1.xlsx')
        Path(f'{folder}/2.xlsx').write_bytes(b'PK\3\4')
        small(id='い').save(f'{folder}/3.xlsx')
        files = [f'{folder}/{i}.xlsx' for i in (1, 2, 3)]
        ran = kenkei('read', *files, '--format', 'application')
        same(ran.status, 1)
        same([line['id'] for line in ran.lines], ['あ', 'い'])
        same(ran.err.count('2.xlsx'), 1)
        again = kenkei('judge', 'mihon/1', '--as-of', AS_OF, '--format', 'jsonl', input=ran.out.encode())
        same([line['outcome'] for line in again.lines], ['met', 'met'])
        ran = kenkei('read', *files, '--format', 'text')
        has(ran.out, 'あ', 'い', '問2', f'{FORM} D10')


def note(text):
    NOTES.append(text)


NOTES = []


def main(words):
    if words == ['--list']:
        print('\n'.join(name for name, _ in STORIES))
        return 0
    passed = failed = 0
    for name, run in STORIES:
        if words and not any(word in name for word in words):
            continue
        begin = time.monotonic()
        NOTES.clear()
        try:
            run()
            passed += 1
            print(f'ok      {name}' + ''.join(f'（{text}）' for text in NOTES) + f'  {time.monotonic() - begin:.1f}s', flush=True)
        except Skipped as reason:
            print(f'skipped {name}: {reason}', flush=True)
        except Exception as error:  # noqa: BLE001
            failed += 1
            where = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith('stories.py')]
            at = next((f'line {frame.lineno}' for frame in reversed(where) if frame.name == '_'), '')
            print(f'FAILED  {name}\n    {at}: {type(error).__name__}: ' + str(error).replace('\n', '\n    ')[:4000], flush=True)
    tidy()
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
