// Prints what bench/run measured as a table, and writes it as JSON:
//   node report.mjs MEASUREMENTS ABOUT [JSON]
// MEASUREMENTS: round, engine, applications, bytes, µs of the whole process, s without set-up or -; tab separated.
// ABOUT: key and value, tab separated.
import fs from 'fs';

const [measurements, about_file, json] = process.argv.slice(2);
const rows = text => text.trimEnd().split('\n').map(line => line.split('\t'));
const about = Object.fromEntries(rows(fs.readFileSync(about_file, 'utf8')));
const CEILING = 'ceil e2e_stream_utf8', KENKEI = 'kenkei', START = 'kenkei start';

// engine → round → { applications, bytes, whole, inner }, times in seconds
const engines = new Map();
for (const [round, engine, applications, bytes, whole, inner] of rows(fs.readFileSync(measurements, 'utf8'))) {
  if (!engines.has(engine)) engines.set(engine, new Map());
  engines.get(engine).set(+round, { applications: +applications, bytes: +bytes, whole: whole / 1e6, inner: inner === '-' ? null : +inner });
}

function middle(values) {
  if (!values.length) return null;
  const v = [...values].sort((a, b) => a - b), m = v.length >> 1;
  return { median: v.length % 2 ? v[m] : (v[m - 1] + v[m]) / 2, min: v[0], max: v.at(-1) };
}
// kenkei prints no time without set-up: what a run over one application takes is taken off.
const starts = engines.get(START);
const without_setup = (engine, round, m) =>
  m.inner ?? (engine.startsWith(KENKEI) && !engine.includes('replay') && starts?.has(round) ? m.whole - starts.get(round).whole : null);

function speed(engine, time_of) {
  const speeds = [], megabytes = [], ratios = [];
  for (const [round, m] of engines.get(engine)) {
    const time = time_of(engine, round, m), base = engines.get(CEILING).get(round);
    if (time === null) continue;
    speeds.push(m.applications / time);
    megabytes.push(m.bytes / time / 1e6);
    ratios.push((time / m.applications) / (time_of(CEILING, round, base) / base.applications));
  }
  return speeds.length ? { applications_per_second: middle(speeds).median, megabytes_per_second: middle(megabytes).median, slower: middle(ratios) } : null;
}
const whole_time = (engine, round, m) => m.whole;

const seconds = engine => middle([...engines.get(engine).values()].map(m => m.whole));
const table = [...engines.keys()].filter(e => e !== START && !e.includes('replay')).map(engine => {
  const all = [...engines.get(engine).values()];
  return { engine, applications: all[0].applications, rounds: all.length, without_setup: speed(engine, without_setup), whole_process: speed(engine, whole_time) };
});
const replays = [...engines.keys()].filter(e => e.includes('replay')).map(engine => {
  const all = [...engines.get(engine).values()];
  return { engine, applications: all[0].applications, rounds: all.length, seconds: seconds(engine) };
});
const strict = middle([...engines.get(KENKEI)].map(([round, m]) => m.whole / engines.get(CEILING).get(round).inner));

const number = x => x >= 1000 ? Math.round(x).toLocaleString('en') : x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2);
const range = r => `${number(r.median)} (${number(r.min)}–${number(r.max)})`;
const cells = s => s ? [number(s.applications_per_second), number(s.megabytes_per_second), range(s.slower)] : ['–', '–', '–'];
const print = lines => {
  const width = lines[0].map((_, i) => Math.max(...lines.map(l => l[i].length)));
  for (const l of lines) console.log(l.map((c, i) => i ? c.padStart(width[i]) : c.padEnd(width[i])).join('  ').trimEnd());
};

table.sort((a, b) => (a.without_setup ?? a.whole_process).slower.median - (b.without_setup ?? b.whole_process).slower.median);
console.log(`\n${about.kenkei}; ${about.processor}, ${about.cores} cores; ${about.rounds} interleaved rounds`);
console.log(`times slower: than ${CEILING} in the same round; median (min–max) of the rounds\n`);
print([
  ['', 'appli-', 'without set-up:', '', 'times', 'whole process:', '', 'times'],
  ['engine', 'cations', 'apps/s', 'MB/s', 'slower', 'apps/s', 'MB/s', 'slower'],
  ...table.map(t => [t.engine, number(t.applications), ...cells(t.without_setup), ...cells(t.whole_process)]),
]);
console.log('');
console.log(`kenkei, whole process, against the ceiling without set-up: ${range(strict)} times slower`);
if (starts) console.log(`kenkei, start and one application: ${range(middle([...starts.values()].map(m => m.whole * 1000)))} ms`);
for (const r of replays) console.log(`${r.engine}, ${number(r.applications)} applications under two editions: ${range(r.seconds)} s`);
console.log(+about.differences ? `VERDICTS DIFFER: ${about.differences} comparisons failed` : 'All verdicts are equal.');

if (json) {
  const start = starts ? middle([...starts.values()].map(m => m.whole)) : null;
  fs.writeFileSync(json, JSON.stringify({ ...about, cores: +about.cores, rounds: +about.rounds, differences: +about.differences, ceiling: CEILING,
    engines: table, kenkei_whole_to_ceiling_without_setup: strict, kenkei_start_seconds: start, replays }, null, 2) + '\n');
}
