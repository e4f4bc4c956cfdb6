import { createAgenda } from "./agenda.ts";
import { exponential, logNormal, pick, pickWeighted } from "./distributions.ts";
import { createRandom, type Random } from "./random.ts";
import { type SimulatedEvent, type SimulatedWorld, type Simulator, timeText } from "./simulator.ts";

interface Session {
  readonly sessionId: string;
  readonly visitorId: string;
  readonly device: string;
  readonly ipAddress: string;
  readonly eventCount: number;
}

/** The event of a session that is to come next. */
interface Step {
  readonly session: Session;
  readonly number: number;
  readonly page: string;
  readonly referrer: string | null;
}

const meanGapMs = 20_000;
const visitorCount = 5_000;
const leavingAtOnce = 0.4;
const mostEvents = 200;

const devices = [
  { weight: 55, device: "mobile" },
  { weight: 38, device: "desktop" },
  { weight: 7, device: "tablet" },
];
const origins = [
  { weight: 40, referrer: "https://search.example/" },
  { weight: 25, referrer: null },
  { weight: 20, referrer: "https://social.example/" },
  { weight: 15, referrer: "https://news.example/lamps" },
];
const things = ["lamp", "chair", "kettle", "blanket", "clock", "mirror", "shelf", "vase"];
const pages = ["/", "/sale", "/about", "/basket", ...things.map((thing) => `/products/${thing}`)];
const targets = ["add-to-basket", "image", "size-guide", "newsletter", "menu"];
// RFC 5737 keeps these for documentation, so they are nobody's.
const addressRanges = ["192.0.2", "198.51.100", "203.0.113"];

/**
 * Visits of a made-up shop. Four of ten visitors leave after one page; the others stay for a log-normal number of
 * events (half of them five or fewer), and look at a page for a log-normal time (half of them 20 seconds or less).
 */
export const clickSimulator: Simulator = { feed: "click_events", events: clickEvents };

function* clickEvents({ seed, startMs }: SimulatedWorld): Generator<SimulatedEvent> {
  const random = createRandom(seed);
  const agenda = createAgenda<Step>();
  let sessionNumber = 0;
  for (let nowMs = startMs; ;) {
    nowMs += exponential(random, meanGapMs);
    sessionNumber += 1;
    const { referrer } = pickWeighted(random, origins);
    const session = newSession(random, `ses-${seed}-${sessionNumber}`);
    agenda.add(nowMs, { session, number: 1, page: pick(random, pages), referrer });
    for (let due = agenda.takeDue(nowMs); due !== undefined; due = agenda.takeDue(nowMs)) {
      const { timeMs, entry: step } = due;
      yield toEvent(random, step, timeMs);
      if (step.number === step.session.eventCount) continue;
      const thinkingMs = Math.max(250, logNormal(random, 20_000, 1.1));
      // Every third event is a click, which stays on its page until the next view.
      const page = isClick(step.number + 1) ? step.page : pick(random, pages);
      agenda.add(timeMs + thinkingMs, { ...step, number: step.number + 1, page, referrer: step.page });
    }
  }
}

function newSession(random: Random, sessionId: string): Session {
  const visitor = random.integer(1, visitorCount);
  const stays = random.fraction() >= leavingAtOnce;
  return {
    sessionId,
    visitorId: `vis-${String(visitor).padStart(4, "0")}`,
    device: pickWeighted(random, devices).device,
    // A visitor who comes back has the address of the last time.
    ipAddress: `${addressRanges[visitor % addressRanges.length]}.${(visitor % 254) + 1}`,
    eventCount: stays ? Math.min(mostEvents, 1 + Math.ceil(logNormal(random, 4, 0.8))) : 1,
  };
}

function isClick(number: number): boolean {
  return number % 3 === 0;
}

function toEvent(random: Random, { session, number, page, referrer }: Step, timeMs: number): SimulatedEvent {
  return {
    event: {
      event_id: `${session.sessionId}-${number}`,
      session_id: session.sessionId,
      visitor_id: session.visitorId,
      sequence_number: number,
      occurred_at: timeText(timeMs),
      received_at: timeText(timeMs + logNormal(random, 150, 0.6)),
      event_type: isClick(number) ? "click" : "page_view",
      page_path: page,
      referrer,
      target: isClick(number) ? pick(random, targets) : null,
      device: session.device,
      ip_address: session.ipAddress,
    },
  };
}
