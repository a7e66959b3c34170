/**
 * Hosts of the Customer Insights app: Teams asks the bot about links to these. The host stands in Microsoft's own
 * instructions for signing in; that no other host is in use is inference.
 */
export const linkDomains: readonly string[] = ['home.ci.ai.dynamics.com'];
