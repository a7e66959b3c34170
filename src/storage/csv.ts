/**
 * The first rows of a CSV text (RFC 4180; lines may end in any way). The last row of a text that goes on is left out:
 * it may be cut. Pure; never throws.
 */
export function firstRows(text: string, options: { most: number; complete: boolean }): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endRow = () => {
    rows.push([...row, field]);
    row = [];
    field = '';
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length && rows.length < options.most; at += 1) {
    const char = text[at] ?? '';
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += char;
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === ',') {
      row.push(field);
      field = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[at + 1] === '\n') at += 1;
      if (row.length > 0 || field !== '') endRow();
    } else field += char;
  }
  const left = row.length > 0 || field !== '';
  if (left && options.complete && rows.length < options.most) endRow();
  return rows;
}
