interface Bench {
  name: string;
  /** Runs and returns a Markdown table. */
  run(): Promise<string>;
}

const benches: Record<string, () => Promise<{ default: Bench }>> = {
  budget: () => import('./budget.js'),
  commands: () => import('./commands.js'),
  detection: () => import('./detection.js'),
  extension: () => import('./extension.js'),
  store: () => import('./store.js'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Choose from: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}

for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { default: bench } = await load();
  console.log(`## ${bench.name}\n\n${await bench.run()}\n`);
}
