package dev.confab.transport.session

import dev.confab.transport.session.SessionEffect.CancelTimer

/** What the loss of a link means to each topic: nothing goes out any more over it, and nothing is awaited from it. */
internal class LossRules(
    private val outbox: OutboxRules,
    private val attributes: AttributeRules,
    private val presence: PresenceRules,
    private val history: HistoryRules,
    private val changes: ChangeRules,
    private val expiry: ExpiryRules,
    private val composing: ComposingRules,
    private val listing: ListingRules,
    private val asks: AskRules,
) {
    fun quiet(session: Session): Step = outbox
        .linkLost(session)
        .then { attributes.linkLost(it).step() }
        .then(presence::linkLost)
        .then(::recoveryLost)
        .then(history::linkLost)
        .then(changes::linkLost)
        .then(expiry::linkLost)
        .then(composing::linkLost)
        .then(listing::linkLost)
        .then(asks::linkLost)

    /** What came over the live feed goes on waiting for what was missed before it: the next link may tell that. */
    fun recoveryLost(session: Session): Step {
        val live = session.phase as? Phase.Live ?: return session.step()
        return live.recoveries.values.fold(session.step()) { step, recovery ->
            step.then {
                it.with(recovery.conversation, it.lane(recovery.conversation).copy(unfinished = recovery.cutShort()))
                    .withoutRecovery(recovery.conversation)
                    .step(CancelTimer(TimerKey.History(it.link, recovery.conversation)))
            }
        }
    }
}
