/** What a value that keeps crossing is heard as: told until it flaps, then nothing until it is calm (decision 0011). */
export class Flaps {
  private turns: boolean[] = [];
  private muted = false;
  private turnedWhileMuted = false;

  hears(run: { fires: boolean; leaves: boolean; announced: boolean }): 'fires' | 'leaves' | 'stands' | undefined {
    const turned = run.fires || run.leaves;
    this.turns.push(turned);
    if (!this.muted) {
      this.muted = run.fires && this.turns.slice(-8).filter((one) => one).length >= 4;
      this.turnedWhileMuted = false;
      return run.fires ? 'fires' : run.leaves ? 'leaves' : undefined;
    }
    if (turned) this.turnedWhileMuted = true;
    if (this.turns.slice(-4).some((one) => one)) return undefined;
    this.muted = false;
    this.turns = run.announced && this.turnedWhileMuted ? [true] : [];
    if (!run.announced) return 'leaves';
    return this.turnedWhileMuted ? 'fires' : 'stands';
  }
}
