/** A value of a row as a card can hold it: long text is cut, what holds others is counted. */
export type ShownValue = string | number | boolean | null | { holds: 'list' | 'object'; count: number };

/** A column of what is shown. */
export interface ShownColumn {
  /** What people call it. */
  label: string;
  /** As the service writes it: `Edm.String`, ... */
  type: string;
  /** A number that names something, such as a key or a year: its digits are not grouped. */
  isName?: true;
}
