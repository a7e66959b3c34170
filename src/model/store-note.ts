/**
 * What a store had to do without when it was opened. `missing`: the file was not there and its copy is used. `copy`,
 * `records`, `empty`: it was damaged, and its last good copy, its readable records, or nothing is used instead.
 * `copy-empty`: there was no file but a damaged copy.
 */
export interface StoreNote {
  what: 'missing' | 'copy' | 'records' | 'empty' | 'copy-empty';
  file: string;
  /** The name under which the damaged file is kept. */
  aside?: string;
  /** The records that could not be read, by kind and place in the file. */
  leftOut: string[];
}
