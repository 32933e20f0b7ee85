package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.SessionEffect.Submit
import kotlinx.collections.immutable.toPersistentList

private const val MINUTE = 60_000L

/** Three frames: the old conversation is closed, the new one is configured and greeted. */
private const val NEW_CHAT_REQUESTS = 3

/** When the next page of history may be asked for: within any minute not more than the service allows. */
internal fun Session.historyFreeAtTicks(rate: RatePolicy): Long {
    val allowed = rate.historyPagesPerMinute
    return if (allowed == 0 || historyTicks.size < allowed) Long.MIN_VALUE else historyTicks[historyTicks.size - allowed] + MINUTE
}

/** With everything counted that this step sends. */
internal fun Step.counted(rate: RatePolicy, now: Now?): Step {
    if (now == null) return this
    val commands = effects.filterIsInstance<Submit>().filter { it.command !is LinkCommand.CancelUpload }
    val uploads = effects.count { it is SessionEffect.Upload }
    if (commands.isEmpty() && uploads == 0) return this
    val requests = uploads + commands.sumOf { if ((it.command as? LinkCommand.Configure)?.startNew == true) NEW_CHAT_REQUESTS else 1 }
    val pages = commands.count { it.command is LinkCommand.FetchHistory }
    val ticks =
        if (pages == 0) {
            session.historyTicks
        } else {
            (session.historyTicks + List(pages) { now.ticks }).takeLast(rate.historyPagesPerMinute).toPersistentList()
        }
    return Step(session.copy(budget = session.budget.charged(requests, rate, now), historyTicks = ticks), effects)
}
