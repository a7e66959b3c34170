/** What the tenant may use; the conversation uses one of them. */
export interface InstancesContent {
  situation: 'instances';
  instances: { name: string; current: boolean; subscriptions: number }[];
  /** Lines that switch. */
  suggestions: string[];
}
