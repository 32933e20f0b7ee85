package dev.confab.transport.session

import dev.confab.transport.session.Samples.INPUTS
import dev.confab.transport.session.Samples.SESSIONS

/** Writes `docs/state-machine.md` by asking the machine for every pair of phase and input. */
internal object StateMachinePage {
    fun render(): String {
        val machine = Samples.machine()
        val steps =
            SESSIONS.map { (phase, session) ->
                phase to INPUTS.map { (input, value) -> Row(input, session, machine.step(session, value)) }
            }
        return buildString {
            append(HEAD)
            append(diagram(steps))
            steps.forEach { (phase, rows) -> append(section(phase, rows)) }
            append(MANY)
            many().forEach { (phase, rows) -> append(section(phase, rows)) }
        }
    }

    /** What only a service with many conversations tells and is asked. */
    private fun many(): List<Pair<String, List<Row>>> {
        val machine = ManySamples.machine()
        return ManyTable.SESSIONS.map { (phase, session) ->
            phase to ManyTable.INPUTS
                .filter { (_, input) -> isOf(session, input) }
                .map { (name, input) -> Row(name, session, machine.step(session, input)) }
        }
    }

    private fun isOf(session: Session, input: SessionInput): Boolean = when (input) {
        is SessionInput.FromLink -> input.link == session.link

        is SessionInput.TimerFired -> when (val key = input.key) {
            is TimerKey.Listing -> key.link == session.link
            is TimerKey.History -> key.link == session.link
            else -> true
        }

        else -> true
    }

    private class Row(val input: String, val before: Session, val step: Step) {
        val from: String get() = nameOf(before.phase)
        val to: String get() = nameOf(step.session.phase)
        val isSilent: Boolean get() = step.effects.isEmpty() && step.session == before
    }

    private fun diagram(steps: List<Pair<String, List<Row>>>): String {
        val arrows =
            steps
                .flatMap { it.second }
                .filter { it.from != it.to }
                .groupBy({ it.from to it.to }, { it.input.substringBefore(" (") })
        return buildString {
            append("## Transitions\n\n```mermaid\nstateDiagram-v2\n    [*] --> Idle\n")
            arrows.forEach { (ends, inputs) ->
                append("    ${ends.first} --> ${ends.second}: ${inputs.distinct().joinToString(", ")}\n")
            }
            append("    Disposed --> [*]\n```\n")
        }
    }

    private fun section(phase: String, rows: List<Row>): String = buildString {
        append("\n## $phase\n\n| Input | Next phase | Effects |\n| --- | --- | --- |\n")
        rows.filterNot(Row::isSilent).forEach { row ->
            append("| ${row.input} | ${row.to} | ${effects(row.step)} |\n")
        }
        val silent = rows.filter(Row::isSilent).map(Row::input)
        if (silent.isNotEmpty()) append("\nWithout effect: ${silent.joinToString(", ")}.\n")
    }

    private fun effects(step: Step): String = if (step.effects.isEmpty()) "–" else step.effects.joinToString(", ", transform = ::describe)

    private fun nameOf(phase: Phase): String = when (phase) {
        is Phase.Idle -> "Idle"
        is Phase.Opening -> "Opening"
        is Phase.Waiting -> "Waiting"
        is Phase.Live -> if (phase.readOnly) "ReadOnly" else "Live"
        is Phase.Closing -> "Closing"
        is Phase.Closed -> "Closed"
        is Phase.Failed -> "Failed"
        is Phase.Disposed -> "Disposed"
    }

    private fun describe(effect: SessionEffect): String = when (effect) {
        is SessionEffect.OpenLink -> "OpenLink"
        is SessionEffect.Submit -> "Submit ${effect.command::class.simpleName}"
        is SessionEffect.Upload -> "Upload"
        is SessionEffect.ForgetSource -> "ForgetSource"
        is SessionEffect.CloseLink -> "CloseLink"
        is SessionEffect.StartTimer -> "StartTimer ${effect.key::class.simpleName}"
        is SessionEffect.CancelTimer -> "CancelTimer ${effect.key::class.simpleName}"
        is SessionEffect.SaveSession -> "SaveSession"
        is SessionEffect.SaveOutbox -> "SaveOutbox"
        is SessionEffect.RemoveOutbox -> if (effect.cursor == null) "RemoveOutbox" else "RemoveOutbox with cursor"
        is SessionEffect.SaveCursor -> "SaveCursor"
        is SessionEffect.SaveDraft -> "SaveDraft"
        is SessionEffect.SaveConversation -> "SaveConversation"
        is SessionEffect.RemoveConversation -> "RemoveConversation"
        is SessionEffect.CompleteCall -> "CompleteCall"
        is SessionEffect.FailCall -> "FailCall ${effect.code.name}"
        is SessionEffect.Deliver -> "Deliver ${effect.event::class.simpleName}"
    }

    private val MANY =
        """

        # With many conversations

        What is said above holds for each of them; here is what is only asked of a service that has many, and only told by it.
        """.trimIndent().let {
            "\n$it\n"
        }

    private val HEAD =
        """
        # The state machine

        Written by the build from `SessionMachine.step`: every phase with every input. Do not edit it; `CONTRIBUTING.md` says how to write
        it anew. The machine is pure: what a step wants done is listed as effects, and their results come back as inputs.

        """.trimIndent() + "\n"
}
