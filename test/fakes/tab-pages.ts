import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const teamsJs = () => readFileSync(require.resolve('@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js'), 'utf8');

/** Told by every page: what teams-js made of the host's context. */
const shared = `
  const { app, pages, authentication } = microsoftTeams;
  const show = (name, text) => { document.getElementById(name).textContent = text; };
  async function begin(origin) {
    await app.initialize([origin]);
    const context = await app.getContext();
    show('theme', 'theme ' + context.app.theme);
    show('place', 'place ' + (context.channel ?? context.chat ?? { id: 'none' }).id);
    show('frame', 'frame ' + context.page.frameContext + ' ' + context.page.id);
    app.registerOnThemeChangeHandler((theme) => show('theme', 'theme ' + theme));
    return context;
  }`;

function html(script: string): string {
  return `<!doctype html><html lang="en"><body style="color-scheme: light dark">
    <p id="theme"></p><p id="place"></p><p id="frame"></p><p id="more"></p>
    <label>Title <input id="title"></label>
    <script src="/teams.js"></script><script>${shared}${script}</script></body></html>`;
}

const configure = (origin: string) => `
  begin('${origin}').then(async () => {
    const before = await pages.getConfig();
    document.getElementById('title').value = before.suggestedDisplayName ?? '';
    document.getElementById('title').oninput = (event) => pages.config.setValidityState(event.target.value !== '');
    pages.config.registerOnSaveHandler(async (event) => {
      const title = document.getElementById('title').value;
      if (title === 'refuse me') return event.notifyFailure('Nobody may do that.');
      const contentUrl = location.origin + '/tabs/board?entity=e1&title=' + title + '&team={team.groupId}';
      await pages.config.setConfig({ entityId: 'e1', contentUrl, websiteUrl: contentUrl, suggestedDisplayName: title });
      event.notifySuccess();
    });
  });`;

const board = (origin: string) => `
  begin('${origin}').then(async () => {
    const claims = JSON.parse(atob((await authentication.getAuthToken()).split('.')[1]));
    show('more', claims.name + ' ' + location.search);
  });`;

/** Pages of a pretended app, with the real teams-js, as the paths of the product's manifest name them. */
export function tabPages(deskOrigin: string) {
  return (path: string): { type: string; text: string } | undefined => {
    if (path === '/teams.js') return { type: 'text/javascript', text: teamsJs() };
    if (path.startsWith('/tabs/configure')) return { type: 'text/html', text: html(configure(deskOrigin)) };
    return path.startsWith('/tabs/board') ? { type: 'text/html', text: html(board(deskOrigin)) } : undefined;
  };
}
