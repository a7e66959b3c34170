import { app, authentication, pages } from '@microsoft/teams-js';

/** What the pages use of Teams' library, by name: so that the bundle carries no more of it. */
export const initialize = (origins: string[]) => app.initialize(origins);
export const getContext = () => app.getContext();
export const onThemeChange = (told: (theme: string) => void) => app.registerOnThemeChangeHandler(told);
export const getToken = () => authentication.getAuthToken();
export const onSave = (save: (event: pages.config.SaveEvent) => void) => pages.config.registerOnSaveHandler(save);
export const setValid = (valid: boolean) => pages.config.setValidityState(valid);
export const setConfig = (config: pages.InstanceConfig) => pages.config.setConfig(config);
export const getConfig = () => pages.getConfig();

/** Takes Teams' loading indicator away. */
export function shown(): void {
  app.notifyAppLoaded();
  void app.notifySuccess();
}
