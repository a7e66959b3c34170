import { GlobalSettings, Template } from 'adaptivecards-templating';
import { HeraldError } from '../base/errors.js';
import { type TemplateName, templates } from './templates.js';

const prepared = new Map<TemplateName, Template>();

function templateOf(name: TemplateName): Template {
  const ready = prepared.get(name) ?? new Template(templates[name]);
  prepared.set(name, ready);
  return ready;
}

/**
 * Puts a model into a template. Values are put in as they are: a `${...}` inside one is not looked at again. Throws
 * `card-invalid` when the template asks for something that the model does not have.
 */
export function fill(name: TemplateName, model: Record<string, unknown>): Record<string, unknown> {
  const missing: string[] = [];
  const before = GlobalSettings.getUndefinedFieldValueSubstitutionString;
  GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
    missing.push(path);
    return '';
  };
  try {
    const card: Record<string, unknown> = templateOf(name).expand({ $root: model });
    if (missing.length > 0) throw new HeraldError('card-invalid', { message: `${name} lacks ${missing.join(', ')}` });
    return card;
  } finally {
    if (before) GlobalSettings.getUndefinedFieldValueSubstitutionString = before;
    else delete GlobalSettings.getUndefinedFieldValueSubstitutionString;
  }
}
