// A text file in blocks of whole lines, so that files longer than the longest JavaScript text can be read.
import fs from 'fs';

export function* blocks(file, encoding = 'utf8', size = 1 << 24) {
  const fd = fs.openSync(file);
  let rest = Buffer.alloc(0);
  for (;;) {
    const block = Buffer.allocUnsafe(rest.length + size);
    rest.copy(block);
    const read = fs.readSync(fd, block, rest.length, size, null);
    const all = block.subarray(0, rest.length + read);
    if (read === 0) {
      if (all.length) yield all.toString(encoding);
      break;
    }
    const end = all.lastIndexOf(10) + 1;
    if (end) yield all.toString(encoding, 0, end);
    rest = all.subarray(end);
  }
  fs.closeSync(fd);
}

export function* lines(file) {
  for (const block of blocks(file)) {
    let from = 0;
    for (let to; (to = block.indexOf('\n', from)) >= 0; from = to + 1) yield block.slice(from, to);
    if (from < block.length) yield block.slice(from);
  }
}
