// Turns the applications of gen.mjs into documents for kenkei, byte for byte as long:
//   node to_kenkei.mjs IN OUT
// {"id":…,"scheme":…,"submitted":…,"answers":{…}} becomes {"id":…,"answers":{"scheme":…,"submitted":…,…}}, because
// kenkei reads answers only; and keys like Q12a become q12a, because ids of an edition are in small letters.
import fs from 'fs';
import { blocks } from './blocks.mjs';

const [from, to] = process.argv.slice(2);
if (!to) {
  console.error('usage: node to_kenkei.mjs IN OUT');
  process.exit(2);
}
const head = /^(\{"id":"[^"]*",)("scheme":"[^"]*","submitted":"[^"]*",)"answers":\{(?=")/gm;
const key = /(?<!\\)"Q(?=\d\w*":)/g;
const fd = fs.openSync(to, 'w');
let applications = 0, moved = 0;
for (const block of blocks(from, 'latin1')) { // latin1: one character for each byte, nothing is decoded
  const text = block.replace(head, (_, id, members) => (moved++, `${id}"answers":{${members}`)).replace(key, '"q');
  for (let at = -1; (at = block.indexOf('\n', at + 1)) >= 0;) applications++;
  fs.writeSync(fd, text, null, 'latin1');
}
fs.closeSync(fd);
if (moved !== applications) {
  console.error(`to_kenkei.mjs: ${applications - moved} of ${applications} lines of ${from} are not as gen.mjs writes them`);
  process.exit(1);
}
