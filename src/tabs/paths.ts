/** Addresses that server and pages share. Plain values: pages that import them carry no parser. */
export const paths = {
  configure: '/tabs/configure',
  board: '/tabs/board',
  gallery: '/tabs/gallery',
  assets: '/tabs/assets/',
  session: '/tabs/api/session',
  configuration: '/tabs/api/configuration',
  boardData: '/tabs/api/board',
  stream: '/tabs/api/stream',
  edit: '/tabs/api/subscriptions/edit',
  snooze: '/tabs/api/subscriptions/snooze',
  resume: '/tabs/api/subscriptions/resume',
  remove: '/tabs/api/subscriptions/remove',
  galleryCards: '/tabs/api/gallery',
} as const;

export { type BoardPart, boardParts } from '../model/tab.js';

/** Most objects that one configuration names; more are refused. */
export const mostChosenObjects = 50;
