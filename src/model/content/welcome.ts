/** What is said where the bot was just added: what to do next. */
export interface WelcomeContent {
  situation: 'welcome';
  scope: 'personal' | 'groupChat' | 'channel';
}
