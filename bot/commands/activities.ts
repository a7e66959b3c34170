import { parsed } from '../grammar/problem.js';
import { looksLikeCustomerId } from '../people/by-id.js';
import { lineOfId } from '../people/list.js';
import { askAboutPeople, auditLookUp } from '../people/look-up.js';
import { readCustomerId } from '../people/read-id.js';
import { activitiesContent } from '../people/timeline.js';
import { refuse } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface ActivitiesCommand extends Command<'activities'> {
  customerId: string;
}

/** The timeline of one customer, newest first. */
export const activities: CommandSpec<ActivitiesCommand> = {
  name: 'activities',
  words: ['activities', 'timeline', 'әрекеттер'],
  usage: 'activities <customer id>',
  descriptionKey: 'help.activities',
  examples: ['activities ce759201f786d590bf2134bff576c369'],
  read(args) {
    const read = readCustomerId('activities', args);
    return read.ok ? parsed({ name: 'activities', customerId: read.value }) : read;
  },
  print: ({ customerId }) => lineOfId('activities', customerId),
  run: ({ customerId }, turn, services) =>
    askAboutPeople('activities', turn, services, async (desk, asking) => {
      const { activity } = desk.shape;
      if (!activity) return refuse({ key: 'no-timeline' });
      const content = await activitiesContent(customerId, activity, desk, asking);
      const isId = content.total > 0 || looksLikeCustomerId(customerId);
      await auditLookUp({ how: 'activities', found: content.total, ...(isId ? { customerId } : {}) }, desk);
      return content;
    }),
};
