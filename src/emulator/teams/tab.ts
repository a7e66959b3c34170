/** A tab beside the posts of a conversation. */
export interface DeskTab {
  id: string;
  /** Plain conversation id. */
  conversationId: string;
  name: string;
  /** It belongs to the app and can be neither changed nor removed. */
  fixed: boolean;
  entityId: string;
  /** With Teams' placeholders; they are filled when the tab is shown. */
  contentUrl: string;
  websiteUrl?: string;
}
