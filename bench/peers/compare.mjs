// Compares what kenkei says with the reference, application by application:
//   node compare.mjs REFERENCE JUDGED             REFERENCE: verdict lines as b_js.mjs and ceil write them
//                                                 JUDGED: kenkei judge kenko-sme/2025 … --format jsonl
//   node compare.mjs --replay K REFERENCE REPLAY  REPLAY: kenkei replay … --format json, where the edition that comes
//                                                 after wants K items of g3: exactly those applications must be in it
//                                                 whose g3 turns
// Compared are id, outcome, department, each item, each requirement with its count, bright500, and the messages as a set:
// kenkei groups them by question. Exit status: 0 equal, 1 not, 2 wrong use.
import { DEPT, GROUPS, ITEMS, MSG, ORDER, REQ } from './spec.mjs';
import { lines } from './blocks.mjs';

const words = { 適合: 'met', 不適合: 'not_met', 未回答: 'undetermined' };
const departments = { [DEPT.S]: 'sme', [DEPT.L]: 'large' };
const dep = { sme: 'met', large: 'not_met', null: 'undetermined' };
const required = ['dep', ...REQ.map(r => r.id)];
const known = new Set(MSG.map(m => m.code));

function at_least(items, ids, need) {
  const have = ids.filter(i => items[i] === 'met').length;
  const open = ids.filter(i => items[i] === 'undetermined').length;
  return { outcome: have >= need ? 'met' : have + open >= need ? 'undetermined' : 'not_met', have, need };
}
const group = (items, g, need = g.k) => at_least(items, g.items.map(i => ITEMS[i].id), need);

// A reference line as a flat object: what is compared → its value.
function expected(line) {
  const r = JSON.parse(line), department = r.department === null ? null : departments[r.department];
  const items = { dep: dep[department] };
  for (const id of ORDER) items[id] = words[r.items[id]];
  const flat = { id: r.id, outcome: words[r.verdict], department, bright500: r.bright500 };
  for (const id in items) flat['item ' + id] = items[id];
  flat['requirement required'] = JSON.stringify(at_least(items, required, required.length));
  GROUPS.forEach((g, i) => { flat['requirement ' + g.id] = JSON.stringify({ ...group(items, g), have: r.groups[i] }); });
  flat.messages = [...r.messages].sort().join(' ');
  return { flat, items };
}

function judged(line) {
  const r = JSON.parse(line);
  if (r.error) return { id: `error ${r.error.code}` };
  const flat = { id: r.id, outcome: r.outcome, department: r.facts.department, bright500: r.titles.bright500 === 'met' };
  for (const id in r.items) flat['item ' + id] = r.items[id];
  for (const id in r.requirements) {
    const { outcome, have, need } = r.requirements[id];
    flat['requirement ' + id] = JSON.stringify({ outcome, have, need });
  }
  const code = c => { const m = c.replace(/^.*\.m(\d{3})$/, 'M$1'); return known.has(m) ? m : c; };
  flat.messages = r.codes.map(code).sort().join(' ');
  return flat;
}

function finish(what, applications, differences) {
  if (!differences.size) return console.log(`${what}: ${applications} applications, all equal`);
  let all = 0;
  for (const { n } of differences.values()) all += n;
  console.error(`${what}: ${all} differences in ${applications} applications`);
  for (const [name, { n, first }] of differences) console.error(`  ${name}: ${n}, first ${first}`);
  process.exit(1);
}
const note = (differences, name, first) => {
  const entry = differences.get(name) ?? { n: 0, first };
  entry.n++;
  differences.set(name, entry);
};

function compare(reference, output) {
  const differences = new Map(), right = lines(output);
  let applications = 0;
  for (const line of lines(reference)) {
    const { flat } = expected(line), next = right.next();
    applications++;
    if (next.done) {
      note(differences, 'missing lines', flat.id);
      continue;
    }
    const other = judged(next.value);
    if (other.id !== flat.id) {
      note(differences, 'id', `${flat.id}, but kenkei says ${other.id}`);
      continue;
    }
    for (const name of new Set([...Object.keys(flat), ...Object.keys(other)])) {
      if (flat[name] !== other[name]) note(differences, name, `${flat.id}: ${flat[name]}, but kenkei says ${other[name]}`);
    }
  }
  for (const line of right) note(differences, 'lines too many', judged(line).id);
  if (!applications) note(differences, 'nothing to compare', reference);
  finish('verdicts', applications, differences);
}

function compare_replay(need, reference, output) {
  const g3 = GROUPS.at(-1), turned = new Map(), differences = new Map();
  let applications = 0;
  for (const line of lines(reference)) {
    const { flat, items } = expected(line), before = group(items, g3).outcome, after = group(items, g3, need).outcome;
    applications++;
    if (before !== after) turned.set(flat.id, `${before} → ${after}`);
  }
  const { changed, applications: read } = JSON.parse([...lines(output)].join('\n'));
  if (read !== applications) note(differences, 'applications', `${applications}, but kenkei read ${read}`);
  for (const c of changed) {
    const g = c.requirements?.[g3.id], said = g && `${g.before} → ${g.after}`;
    if (said !== turned.get(c.id)) note(differences, 'turned otherwise', `${c.id}: ${turned.get(c.id)}, but kenkei says ${said}`);
    turned.delete(c.id);
  }
  for (const id of turned.keys()) note(differences, 'not found', id);
  finish(`replay (${changed.length} turn)`, applications, differences);
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--replay' && rest.length === 3) compare_replay(+rest[0], rest[1], rest[2]);
else if (mode !== '--replay' && rest.length === 1) compare(mode, rest[0]);
else {
  console.error('usage: node compare.mjs [--replay K] REFERENCE OUTPUT');
  process.exit(2);
}
