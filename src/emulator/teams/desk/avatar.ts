import { h, icon } from './dom.js';
import { hueOf, initials } from './format.js';

/** A round sign for a person, a rounded square for the bot. Decoration: the name always stands beside it. */
export function avatar(name: string, bot: boolean, size: 'large' | 'small' = 'large'): HTMLElement {
  const sign = h('span', { class: `avatar ${size}${bot ? ' bot' : ''}`, 'aria-hidden': 'true' });
  sign.append(bot ? icon('herald', size === 'large' ? 20 : 15) : initials(name));
  if (!bot) sign.style.setProperty('--hue', String(hueOf(name)));
  return sign;
}
