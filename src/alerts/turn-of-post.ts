import { HOUR_MS, postsPerHour } from '../model/posts.js';

/**
 * When a reply to a thread may be posted after so many posts of an hour. A reply cannot share a card with others, and
 * names the times it tells of: it waits for an hour with room.
 */
export function turnOf(posts: number, nowMs: number): number {
  return nowMs + Math.floor(posts / postsPerHour) * HOUR_MS;
}
