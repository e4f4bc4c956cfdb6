import { type Agenda, createAgenda } from "./agenda.ts";
import {
  categories,
  type Category,
  type Customer,
  makeCustomers,
  makeMerchants,
  type Merchant,
} from "./bank-world.ts";
import { exponential, logNormal, pick, pickWeighted } from "./distributions.ts";
import { createRandom, type Random } from "./random.ts";
import { type SimulatedEvent, type SimulatedWorld, type Simulator, timeText } from "./simulator.ts";

/** A payment that will be made at a moment that the agenda knows. */
interface Payment {
  readonly customer: Customer;
  readonly merchant: Merchant;
  readonly category: Category;
  readonly totalCents: number;
  readonly lineCount: number;
  readonly isOnline: boolean;
  readonly planted?: string;
}

// Fifty customers with four payments a day each.
const meanGapMs = 86_400_000 / 200;
const fraudPerPayment = 1 / 400;
const foreignCountry = "SE";

/**
 * Card payments of fifty made-up customers, with the lines of each receipt. The sum of a receipt is log-normal by the
 * kind of shop. Among them is one planted pattern, "card_testing": a stolen card is tried with four small gift cards
 * within minutes, and then buys dear electronics, all online and abroad. The event does not tell which ones these are.
 */
export const bankSimulator: Simulator = { feed: "bank_transactions", events: bankTransactions };

function* bankTransactions({ seed, startMs }: SimulatedWorld): Generator<SimulatedEvent> {
  // The people and shops are the same for every seed, as if they were the same bank's.
  const people = createRandom(0);
  const customers = makeCustomers(people);
  const merchants = makeMerchants(people);
  const random = createRandom(seed);
  const agenda = createAgenda<Payment>();
  let number = 0;
  for (let nowMs = startMs; ;) {
    nowMs += exponential(random, meanGapMs);
    agenda.add(nowMs, usualPayment(random, pick(random, customers), merchants));
    if (random.fraction() < fraudPerPayment)
      planFraud(random, pick(random, customers), merchants, nowMs, agenda);
    for (let due = agenda.takeDue(nowMs); due !== undefined; due = agenda.takeDue(nowMs)) {
      number += 1;
      yield toEvent(random, due.entry, due.timeMs, `txn-${seed}-${number}`);
    }
  }
}

function usualPayment(
  random: Random,
  customer: Customer,
  merchants: ReadonlyMap<string, readonly Merchant[]>,
): Payment {
  const category = pickWeighted(random, categories);
  return {
    customer,
    category,
    merchant: pick(random, merchants.get(category.name) ?? []),
    totalCents: logNormal(random, category.medianCents, category.sigma),
    lineCount: random.integer(category.fewestLines, category.mostLines),
    isOnline: random.fraction() < category.onlineShare,
  };
}

function planFraud(
  random: Random,
  customer: Customer,
  merchants: ReadonlyMap<string, readonly Merchant[]>,
  nowMs: number,
  agenda: Agenda<Payment>,
): void {
  const payment = (name: string, totalCents: number): Payment => ({
    customer,
    category: categoryOf(name),
    merchant: { ...pick(random, merchants.get(name) ?? []), country: foreignCountry },
    totalCents,
    lineCount: 1,
    isOnline: true,
    planted: "card_testing",
  });
  let timeMs = nowMs;
  for (let trial = 0; trial < 4; trial++) {
    timeMs += random.integer(20_000, 90_000);
    agenda.add(timeMs, payment("gift_cards", random.integer(100, 500)));
  }
  timeMs += random.integer(60_000, 300_000);
  agenda.add(timeMs, payment("electronics", random.integer(120_000, 240_000)));
}

function categoryOf(name: string): Category {
  const found = categories.find((category) => category.name === name);
  if (found === undefined) throw new RangeError(`There is no category ${name}.`);
  return found;
}

function toEvent(random: Random, payment: Payment, timeMs: number, transactionId: string): SimulatedEvent {
  const lines = receiptLines(random, payment);
  const totalCents = lines.reduce((sum, line) => sum + line.quantity * line.unitCents, 0);
  const event = {
    transaction_id: transactionId,
    occurred_at: timeText(timeMs),
    posted_at: timeText(timeMs + logNormal(random, 1_500, 0.5)),
    customer: payment.customer,
    merchant: payment.merchant,
    channel: payment.isOnline ? "online" : pick(random, ["chip", "contactless", "contactless"]),
    currency: "USD",
    amount: dollars(totalCents),
    items: lines.map(({ description, quantity, unitCents }) => ({
      description,
      quantity,
      unit_price: dollars(unitCents),
    })),
  };
  return payment.planted === undefined ? { event } : { event, planted: payment.planted };
}

interface ReceiptLine {
  readonly description: string;
  readonly quantity: number;
  readonly unitCents: number;
}

/** Lines that come to about the payment's sum, each at least a cent: the sum of the lines is what is paid. */
function receiptLines(random: Random, { category, lineCount, totalCents }: Payment): readonly ReceiptLine[] {
  const weights = Array.from({ length: lineCount }, () => 0.25 + random.fraction());
  const sum = weights.reduce((left, right) => left + right, 0);
  return weights.map((weight) => {
    const quantity = lineCount > 1 && random.fraction() < 0.3 ? random.integer(2, 4) : 1;
    const unitCents = Math.max(1, Math.round((totalCents * weight) / sum / quantity));
    return { description: pick(random, category.goods), quantity, unitCents };
  });
}

function dollars(cents: number): number {
  return cents / 100;
}
