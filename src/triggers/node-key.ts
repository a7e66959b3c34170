import type { NodeView } from '../model/reading.js';

/**
 * Nodes by their lasting key `operation/identifier[/subType]`. Nodes that share it, singletons without identifier for example,
 * are told apart by friendly name; of true twins the one that ended last is kept. A deleted step is no step.
 */
export function keyNodes(nodes: readonly NodeView[]): Map<string, NodeView> {
  const shared = new Map<string, number>();
  const present = nodes.filter((node) => node.status !== 'deleted');
  for (const node of present) shared.set(plainKey(node), (shared.get(plainKey(node)) ?? 0) + 1);
  const keyed = new Map<string, NodeView>();
  for (const node of present) {
    const plain = plainKey(node);
    const key = shared.get(plain) === 1 ? plain : `${plain}/${node.friendlyName}`;
    const twin = keyed.get(key);
    if (!twin || (twin.endedAtMs ?? 0) < (node.endedAtMs ?? 0)) keyed.set(key, node);
  }
  return keyed;
}

function plainKey(node: NodeView): string {
  return [node.operation, node.identifier, ...(node.subType ? [node.subType] : [])].join('/');
}
