/** How customers are ranked for a segment: its members are the first of that order. */
export type SegmentScore = 'spend' | 'lapsing' | 'recent' | 'points' | 'random';

export interface SegmentDefinition {
  name: string;
  friendlyName: string;
  description: string;
  members: number;
  score: SegmentScore;
  state: 'active' | 'inactive';
  /** API names of segments and measures it is built on, besides the unified profiles. */
  dependsOn?: string[];
  usesActivities?: boolean;
  neverRun?: boolean;
}

export const segmentDefinitions: readonly SegmentDefinition[] = [
  {
    name: 'HighValueLapsing',
    friendlyName: 'High value, lapsing',
    description: 'Spent over 500, quiet for 90 days',
    members: 1284,
    score: 'lapsing',
    state: 'active',
    dependsOn: ['LifetimeSpend'],
  },
  {
    name: 'Vip',
    friendlyName: 'VIP',
    description: 'The best customers by spend',
    members: 1912,
    score: 'spend',
    state: 'active',
    dependsOn: ['LifetimeSpend'],
  },
  {
    name: 'NewThisMonth',
    friendlyName: 'New this month',
    description: 'First purchase within 30 days',
    members: 231,
    score: 'recent',
    state: 'active',
    usesActivities: true,
  },
  {
    name: 'LoyaltyGold',
    friendlyName: 'Loyalty gold & platinum',
    description: 'Members of the two upper tiers',
    members: 902,
    score: 'points',
    state: 'active',
  },
  {
    name: 'OnlineOnly',
    friendlyName: 'Online only',
    description: 'Bought in the shop, never in a store',
    members: 1657,
    score: 'random',
    state: 'active',
    usesActivities: true,
  },
  {
    name: 'FullBasket',
    friendlyName: 'Left a full basket',
    description: 'Looked, did not buy',
    members: 377,
    score: 'random',
    state: 'active',
    usesActivities: true,
  },
  {
    name: 'BirthdayNextWeek',
    friendlyName: 'Birthday next week 🎂',
    description: 'For the greeting card',
    members: 94,
    score: 'random',
    state: 'active',
  },
  {
    name: 'NadiasFavourites',
    friendlyName: "Nadia's favourites",
    description: 'Hand-picked for the autumn dinner',
    members: 25,
    score: 'random',
    state: 'active',
  },
  {
    name: 'MuellerStammkunden',
    friendlyName: 'Müller & Söhne – Stammkunden',
    description: 'Köln and München, at least 5 visits',
    members: 412,
    score: 'random',
    state: 'active',
  },
  {
    name: 'AlmatyZhana',
    friendlyName: 'Алматы: жаңа қазақстандық тұтынушылар',
    description: 'Жаңа дүкенге келген өңірлік сатып алушылар',
    members: 318,
    score: 'random',
    state: 'active',
  },
  {
    name: 'BoldSpenders',
    friendlyName: '*Bold* _spenders_ [50%](off) `now`',
    description: 'A name full of Markdown',
    members: 73,
    score: 'spend',
    state: 'active',
  },
  {
    name: 'ChurnRisk',
    friendlyName: 'Churn risk',
    description: 'Lapsing customers with a support ticket',
    members: 149,
    score: 'lapsing',
    state: 'active',
    dependsOn: ['HighValueLapsing'],
  },
  {
    name: 'WinBackTest',
    friendlyName: 'Win-back test',
    description: 'Switched off after the trial in spring',
    members: 600,
    score: 'lapsing',
    state: 'inactive',
  },
  {
    name: 'ChristmasDraft',
    friendlyName: 'Christmas <draft>',
    description: 'Not run yet',
    members: 0,
    score: 'random',
    state: 'inactive',
    neverRun: true,
  },
];
