/** What the tenant may use; the conversation uses one of them. */
export interface InstancesContent {
  situation: 'instances';
  instances: {
    name: string;
    current: boolean;
    /** Those of this conversation. */
    subscriptions: number;
    /** The line that switches to it. */
    command: string;
  }[];
}
