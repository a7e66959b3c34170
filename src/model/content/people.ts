import type { Cost } from '../cost.js';
import type { ShownColumn, ShownValue } from './shown.js';

/** A value of a row with what is needed to write it. Masked already where it has to be; untrusted. */
export interface FieldFact extends ShownColumn {
  value: ShownValue;
}

/** One person of a list to choose from. */
export interface PersonLine {
  id: string;
  /** Empty where the row has none. */
  name: string;
  /** What tells people of one name apart: city, e-mail. */
  details: string[];
  /** The line that opens the profile. */
  command: string;
}

/** A list that is leafed through: `list` is what its buttons carry. */
export interface Leafing {
  list: string;
  /** From 1. */
  page: number;
  pages: number;
}

/** Customers that a search or an id found, or nobody. Personal values are masked already where `masked` says so. */
export interface PeopleContent {
  situation: 'people';
  /** What was looked for, as it was typed. */
  sought: string;
  by: 'words' | 'exact' | 'id';
  people: PersonLine[];
  /** How many there are in all. */
  total: number;
  masked: boolean;
  leafing?: Leafing;
  /** Lines to try where nobody was found. */
  suggestions: string[];
  cost: Cost;
}

export interface ActivityLine {
  /** Epoch ms. */
  atMs?: number;
  /** Order, store visit, ... as the service displays it. */
  kind: string;
  title: string;
  text: string;
}

export interface SegmentsFact {
  /** Names of the segments that the customer is a member of. */
  member: string[];
  /** Active segments whose answer is known. */
  checked: number;
  /** Active segments that nobody asked about, to keep the calls few. */
  unchecked: number;
  /** They are being asked about; the card is edited when that is done. */
  checking?: boolean;
  /** Not even their names could be read. */
  unread?: boolean;
}

/** One customer. Personal values are masked already where `masked` says so. */
export interface ProfileContent {
  situation: 'profile';
  id: string;
  name: string;
  masked: boolean;
  /** Shown to one person in a window of its own, where nothing can be pressed. */
  dialog: boolean;
  /** Filled ones, at most fifteen. */
  fields: FieldFact[];
  /** Filled ones beyond those. */
  moreFields: number;
  /** Labels of columns without a value. */
  emptyFields: string[];
  keys: FieldFact[];
  segments: SegmentsFact;
  measures: FieldFact[];
  /** The newest, newest first. */
  activities: ActivityLine[];
  /** Lines that show the whole timeline, and this profile again. */
  commands: { activities: string; again: string };
  cost: Cost;
}

/** The timeline of one customer, newest first. */
export interface ActivitiesContent {
  situation: 'activities';
  id: string;
  lines: ActivityLine[];
  /** The line that shows whose it is. */
  profile: string;
  total: number;
  masked: boolean;
  leafing?: Leafing;
  cost: Cost;
}
