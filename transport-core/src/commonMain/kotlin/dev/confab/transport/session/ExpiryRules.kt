package dev.confab.transport.session

import dev.confab.transport.backend.Expiry
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CancelTimer
import dev.confab.transport.session.SessionEffect.Deliver
import dev.confab.transport.session.SessionEffect.StartTimer

/**
 * The end of the session: tells its duration, gives notice before it, and asks the service shortly before the notice and after the end
 * (protocol notes of Web Messaging §3.7). Whatever is said moves the end; the timer that is running then finds that it came too early, so
 * that a busy conversation starts no timers.
 */
internal class ExpiryRules(private val policies: SessionPolicies, private val presence: PresenceRules) {
    private val noticeMillis: Long = policies.expiry.noticeSeconds * MILLIS

    /** The service told of the session's end. */
    fun heard(session: Session, expiry: Expiry?, now: Now): Step {
        if (expiry == null) return session.step()
        val duration = expiry.durationSeconds
        val before = session.expiry
        val told = duration?.takeIf { it != before.durationSeconds }?.let { Deliver(MessagingEvent.SessionDuration(it)) }
        val known = session.copy(expiry = before.copy(durationSeconds = duration ?: before.durationSeconds)).step(listOfNotNull(told))
        val at = expiry.atEpochSeconds
        // The same end as before: what was said since counts more.
        if (at == null || at == before.atEpochSeconds) return known
        val ends = now.ticks + (at * MILLIS - session.serviceClock.millis(now, duration?.let { (at - it) * MILLIS }))
        return known.then { it.copy(expiry = it.expiry.copy(atEpochSeconds = at)).step() }.then { moved(it, ends, now) }
    }

    /** Something was said: the session lives on from now. */
    fun activity(session: Session, serverTimeMillis: Long?, now: Now): Step {
        val timed = session.copy(serviceClock = session.serviceClock.heard(serverTimeMillis, now))
        val watch = timed.expiry
        val duration = watch.durationSeconds ?: return timed.step()
        val ends = maxOf(watch.endsTicks ?: return timed.step(), now.ticks + duration * MILLIS)
        if (!watch.noticed) return timed.copy(expiry = watch.copy(endsTicks = ends, askedBefore = false)).step()
        return moved(timed, ends, now).then { presence.ask(it, now) ?: it.step() }
    }

    fun due(session: Session, key: TimerKey.Expiry, now: Now): Step {
        val watch = session.expiry.copy(timer = false)
        val rung = session.copy(expiry = watch)
        val ends = watch.endsTicks
        if (session.phase !is Phase.Live || key.link != session.link || ends == null) return session.step()
        val step =
            when {
                watch.noticed -> if (now.ticks < ends + AFTER_MILLIS) rung.step() else askedAfter(rung, now)

                now.ticks >= ends - noticeMillis -> {
                    val left = maxOf(0, (ends - now.ticks + MILLIS - 1) / MILLIS)
                    rung
                        .copy(expiry = watch.copy(noticed = true, askedBefore = true))
                        .step(Deliver(MessagingEvent.SessionExpirationNotice(left)))
                }

                now.ticks >= ends - noticeMillis - BEFORE_MILLIS && !watch.askedBefore -> {
                    // One that was asked just now has told the same.
                    val asked = rung.copy(expiry = watch.copy(askedBefore = true))
                    presence.ask(asked, now) ?: asked.step()
                }

                else -> rung.step()
            }
        return step.then { planned(it, now) }
    }

    /** A check that is under way is answered after the end, too. */
    private fun askedAfter(session: Session, now: Now): Step {
        val step = if (session.healthAsked) session.step() else presence.ask(session, now) ?: return session.step()
        return step.then { it.copy(expiry = it.expiry.copy(askedAfter = true)).step() }
    }

    /** The link is gone: the next one tells the end anew. */
    fun linkLost(session: Session): Step {
        val watch = session.expiry
        if (watch == ExpiryWatch(durationSeconds = watch.durationSeconds)) return session.step()
        return session.copy(expiry = ExpiryWatch(durationSeconds = watch.durationSeconds)).step(stopped(session) + removed(watch))
    }

    private fun moved(session: Session, endsTicks: Long, now: Now): Step {
        val watch = session.expiry
        val stillNear = watch.noticed && now.ticks >= endsTicks - noticeMillis
        val next = watch.copy(endsTicks = endsTicks, noticed = stillNear, askedBefore = stillNear, askedAfter = false)
        return session
            .copy(expiry = next)
            .step(if (watch.noticed && !stillNear) removed(watch) else emptyList())
            .then { planned(it, now) }
    }

    /** Starts the timer for what comes next, in the place of one that is running. */
    private fun planned(session: Session, now: Now): Step {
        val watch = session.expiry
        val ends = watch.endsTicks ?: return session.step()
        val next =
            when {
                !watch.noticed && !watch.askedBefore -> ends - noticeMillis - BEFORE_MILLIS
                !watch.noticed -> ends - noticeMillis
                !watch.askedAfter && presence.canAsk -> maxOf(ends + AFTER_MILLIS, presence.mayAskAtTicks(session))
                else -> null
            }
        val started = next?.let { StartTimer(TimerKey.Expiry(session.link), maxOf(0, it - now.ticks)) }
        return session.copy(expiry = watch.copy(timer = started != null)).step(stopped(session) + listOfNotNull(started))
    }

    private fun stopped(session: Session): List<SessionEffect> =
        if (session.expiry.timer) listOf(CancelTimer(TimerKey.Expiry(session.link))) else emptyList()

    private fun removed(watch: ExpiryWatch): List<SessionEffect> =
        if (watch.noticed) listOf(Deliver(MessagingEvent.SessionExpirationNoticeRemoved)) else emptyList()

    private companion object {
        const val MILLIS = 1_000L

        /** So long before the notice the service is asked whether it still holds. */
        const val BEFORE_MILLIS = 10_000L

        /** So long after the end the service is asked, so that it can say that the session is over. */
        const val AFTER_MILLIS = 2_000L
    }
}
