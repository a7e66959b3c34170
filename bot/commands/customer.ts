import { parsed } from '../grammar/problem.js';
import { quote } from '../grammar/tokens.js';
import { customersById } from '../people/by-id.js';
import { lineOfId, nobody, peopleContent, type Sought } from '../people/list.js';
import { askAboutPeople, auditLookUp } from '../people/look-up.js';
import { answerProfile } from '../people/profile.js';
import { readCustomerId } from '../people/read-id.js';
import { idOf } from '../people/shape.js';
import type { Command, CommandSpec } from './spec.js';

interface CustomerCommand extends Command<'customer'> {
  /** A CustomerId, or what is the key of one in a source. */
  id: string;
}

/** Opens the profile of one customer. */
export const customer: CommandSpec<CustomerCommand> = {
  name: 'customer',
  words: ['customer', 'profile', 'тұтынушы'],
  usage: 'customer <id>',
  descriptionKey: 'help.customer',
  examples: ['customer MBR-20418', 'customer ce759201f786d590bf2134bff576c369'],
  read(args) {
    const read = readCustomerId('customer', args);
    return read.ok ? parsed({ name: 'customer', id: read.value }) : read;
  },
  print: ({ id }) => lineOfId('customer', id),
  run: ({ id }, turn, services) =>
    askAboutPeople('customer', turn, services, async (desk, asking) => {
      const readAtMs = services.clock.now();
      const rows = await customersById(id, desk, asking);
      const [only, ...others] = rows;
      const customerId = only && others.length === 0 ? idOf(only, desk.shape) : undefined;
      await auditLookUp({ how: 'customer', found: rows.length, ...(customerId ? { customerId } : {}) }, desk);
      if (only && customerId) return answerProfile(only, desk, asking, readAtMs);
      const sought: Sought = { text: id, by: 'id' };
      if (only) return peopleContent(sought, { rows, total: rows.length, readAtMs }, desk, asking);
      return nobody(sought, [`search ${quote(id)}`], desk, asking);
    }),
};
