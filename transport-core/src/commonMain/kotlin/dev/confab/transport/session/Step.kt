package dev.confab.transport.session

/** The outcome of one input: the new session, and what to do. */
internal class Step(val session: Session, val effects: List<SessionEffect>) {
    fun plus(vararg more: SessionEffect): Step = Step(session, effects + more)
}

internal fun Session.step(vararg effects: SessionEffect): Step = Step(this, effects.asList())

internal fun Session.step(effects: List<SessionEffect>): Step = Step(this, effects)

/** Goes on from the session that this step left, and keeps its effects in front. */
internal inline fun Step.then(next: (Session) -> Step): Step {
    val following = next(session)
    return Step(following.session, effects + following.effects)
}
