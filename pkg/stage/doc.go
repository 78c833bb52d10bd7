// Package stage is the worker loop that all workers share: fetch, handle, publish, acknowledge; retry, hold while a dependency is away,
// or put aside with the reason. A hop publishes with a message id, waits until the broker has stored it, and only then acknowledges, so
// that a crash at any point leads to a redelivery and never to a loss. Delivery is at least once; ids and the store make it once.
//
// It also knows what keeps the streams in order around the loop: the reconciler of messages that the broker gave up, the janitor, the
// relay of announcements, and the dead letters. What handling means is the Handler's business; how messages are written is package
// wire's.
//
// # The fate of a message
//
//   - Handled: its results are stored by the broker, then it is acknowledged.
//   - isnad.BadInput: a dead letter with the reason is stored, then the message is acknowledged.
//   - isnad.ErrUnavailable, a Config.Ready that fails, or a lost connection: nobody's fault. The worker stops fetching, keeps what it has
//     in hand and goes on when all is back. Nothing counts.
//   - A panic, a handler that does not answer in time, or any other error: it is delivered again after a delay that grows. After delivery
//     MaxDeliver − 1 it becomes a dead letter with the last error as its reason.
//   - Delivery MaxDeliver: nobody answered for the deliveries before, so it may be what ends its worker. It becomes a dead letter unhandled.
//
// A batch that fails is handled one by one. A message that was delivered before is never batched, but handled alone, and while it is, its
// worker fetches no other, unless that takes seconds. So a message hardly loses a delivery that it had no part in, and one that kills its worker
// does not take its neighbours along. Where several come in one fetch, those with the fewest deliveries go first.
package stage
