/** Longest id that is asked for, in characters as people count them. */
export const longestId = 200;

/** No key is written with these, and a line break or picture in one is a slip of the clipboard. */
const odd = /[\p{C}\p{Zl}\p{Zp}\p{Extended_Pictographic}]/u;

/** Whether a text holds what no id holds. */
export function hasOddMarks(text: string): boolean {
  // Digits count as pictures for some, because they can be made into one.
  return odd.test(text.trim().replace(/[\d#*]/g, ''));
}

/** Whether a text cannot be the id of anything: asking for it would waste a call. */
export function isOddId(id: string): boolean {
  return [...id].length > longestId || hasOddMarks(id);
}
