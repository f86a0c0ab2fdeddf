import { element } from "./dom.js";

/** So far behind the cabinet one hears it: room for the unevenness of the frames. */
const DELAY_S = 0.08;
const VOLUME = 0.04;
const SHOWN_MS = 160;

/** Plays the buzzer, if it was switched on, and shows that it sounds in any case. */
export class Sound {
  on = false;
  sounding = false;
  /** @type {{ context: AudioContext, tone: OscillatorNode, gain: GainNode } | undefined} */
  output;
  /** Audio time minus cabinet time. */
  offset = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  hiding;

  /** @param {boolean} on */
  switch(on) {
    this.on = on;
    if (on) {
      this.output ??= this.open();
      void this.output.context.resume();
    } else void this.output?.context.suspend();
  }

  open() {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { type: "square" });
    const gain = new GainNode(context, { gain: 0 });
    tone.connect(gain).connect(context.destination);
    tone.start();
    return { context, tone, gain };
  }

  /** @param {import("./panel.js").Tone[]} tones */
  play(tones) {
    if (tones.some(({ hertz }) => hertz > 0)) this.show();
    if (!this.on || this.output === undefined) return;
    const { context, tone, gain } = this.output;
    for (const { at, hertz } of tones) {
      // After a pause, or when frames came late, the two clocks are laid over each other anew.
      const lead = at + this.offset - context.currentTime;
      if (lead < 0 || lead > 2 * DELAY_S) this.offset = context.currentTime + DELAY_S - at;
      if (hertz > 0) tone.frequency.setValueAtTime(hertz, at + this.offset);
      gain.gain.setValueAtTime(hertz > 0 ? VOLUME : 0, at + this.offset);
    }
  }

  show() {
    this.sounding = true;
    element("speaker").classList.add("lit");
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => {
      this.sounding = false;
      element("speaker").classList.remove("lit");
    }, SHOWN_MS);
  }
}
