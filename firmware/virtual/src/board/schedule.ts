/** What is to happen at a CPU cycle. One list for the whole board, so that everything is ordered in one time. */
export interface Appointment {
  readonly cycle: number;
  readonly callback: (cycle: number) => void;
}

export class Schedule {
  /** Cycle of the earliest appointment; the run loop compares against it after each instruction. */
  next = Number.POSITIVE_INFINITY;
  /** Latest first: the earliest is taken from the end. Never more than a few dozen. */
  private readonly appointments: Appointment[] = [];

  at(cycle: number, callback: (cycle: number) => void): Appointment {
    const appointment = { cycle, callback };
    let index = this.appointments.length;
    // Of two at the same cycle the one made first goes first.
    while (index > 0 && (this.appointments[index - 1]?.cycle ?? 0) <= cycle) index--;
    this.appointments.splice(index, 0, appointment);
    this.updateNext();
    return appointment;
  }

  cancel(appointment: Appointment | undefined): void {
    if (appointment === undefined) return;
    const index = this.appointments.indexOf(appointment);
    if (index < 0) return;
    this.appointments.splice(index, 1);
    this.updateNext();
  }

  /** Runs all that is due. Each callback gets the cycle it was made for, so that chains do not drift. */
  run(now: number): void {
    while (this.next <= now) {
      const due = this.appointments.pop();
      this.updateNext();
      due?.callback(due.cycle);
    }
  }

  private updateNext(): void {
    this.next = this.appointments.at(-1)?.cycle ?? Number.POSITIVE_INFINITY;
  }
}
