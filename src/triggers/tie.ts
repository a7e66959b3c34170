import type { NodeView, TaskView } from '../model/reading.js';
import type { TaskPool } from './task-pool.js';

export function shareJob(a: readonly string[], b: readonly string[]): boolean {
  return a.some((id) => b.includes(id));
}

/**
 * The task behind the present state of a node, only where it is certain: by raw identifier, else by operation, friendly
 * name and shared job with no second candidate on either side (design section 3).
 */
export function taskOf(node: NodeView, nodes: readonly NodeView[], tasks: TaskPool): TaskView | undefined {
  const candidates = tasks.ofStep(node.operation, node.jobIds);
  const named = candidates.filter((task) => task.identifier !== undefined && sameId(task.identifier, node.identifier));
  if (named.length > 0) return only(named);
  if (isSingleton(node, nodes)) return only(candidates);
  const unnamed = candidates.filter((task) => !task.identifier && task.friendlyName === node.friendlyName);
  const twins = nodes.filter((other) => other.operation === node.operation && other.friendlyName === node.friendlyName);
  return twins.length > 1 ? undefined : only(unnamed);
}

/** The node a task of a past run belongs to, only where it is certain. Node and task need not share a job any more. */
export function nodeOf(task: TaskView, nodes: readonly NodeView[], tasks: TaskPool): NodeView | undefined {
  const family = nodes.filter((node) => node.operation === task.operation);
  if (task.identifier) {
    const { identifier } = task;
    return only(family.filter((node) => sameId(node.identifier, identifier)));
  }
  const siblings = tasks.ofStep(task.operation, task.jobIds);
  const lone = only(family);
  if (lone && isSingleton(lone, nodes)) return siblings.length > 1 ? undefined : lone;
  const twins = siblings.filter((other) => other.friendlyName === task.friendlyName);
  return twins.length > 1 ? undefined : only(family.filter((node) => node.friendlyName === task.friendlyName));
}

/** Merge and its like: one node, no identifier, and a display name that may differ between node and task. */
function isSingleton(node: NodeView, nodes: readonly NodeView[]): boolean {
  return node.identifier === '' && nodes.filter((other) => other.operation === node.operation).length === 1;
}

/** GUIDs are spelled in either case. */
export function sameId(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
