package dev.confab.transport.session

import dev.confab.transport.session.Samples.INPUTS
import dev.confab.transport.session.Samples.SESSIONS
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class SessionMachineTableTest {
    private val machine = Samples.machine()

    @Test
    fun every_pair_of_phase_and_input_has_an_answer_and_keeps_the_invariants() {
        for ((phase, session) in SESSIONS) {
            for ((name, input) in INPUTS) {
                val step = machine.step(session, input)
                assertEquals(emptyList(), Invariants.violations(session, input, step), "$phase × $name")
            }
        }
    }

    @Test
    fun every_pair_with_many_conversations_has_an_answer_and_keeps_the_invariants() {
        val many = ManySamples.machine()
        for ((phase, session) in ManyTable.SESSIONS) {
            for ((name, input) in ManyTable.INPUTS + INPUTS) {
                val step = many.step(session, input)
                assertEquals(emptyList(), Invariants.violations(session, input, step), "$phase × $name")
                assertEquals(step.session, many.step(session, input).session, "$phase × $name")
            }
        }
    }

    @Test
    fun what_only_many_conversations_have_changes_nothing_in_a_single_one() {
        for ((phase, session) in SESSIONS) {
            for ((name, input) in ManyTable.INPUTS) {
                val step = machine.step(session, input)
                assertEquals(emptyList(), Invariants.violations(session, input, step), "$phase × $name")
            }
        }
    }

    @Test
    fun a_step_is_pure_the_same_pair_gives_the_same_answer() {
        for ((_, session) in SESSIONS) {
            for ((_, input) in INPUTS) {
                val first = machine.step(session, input)
                val second = machine.step(session, input)
                assertEquals(first.session, second.session)
                assertEquals(first.effects.map { it.toString() }, second.effects.map { it.toString() })
            }
        }
    }

    @Test
    fun the_samples_show_every_phase() {
        // A `when` without `else`: a new phase does not compile until it is sampled and expected here.
        val shown =
            SESSIONS
                .map { (_, session) ->
                    when (session.phase) {
                        is Phase.Idle -> 0
                        is Phase.Opening -> 1
                        is Phase.Waiting -> 2
                        is Phase.Live -> 3
                        is Phase.Closing -> 4
                        is Phase.Closed -> 5
                        is Phase.Failed -> 6
                        is Phase.Disposed -> 7
                    }
                }.toSet()
        assertEquals((0..7).toSet(), shown)
    }

    @Test
    fun the_samples_show_every_input() {
        val shown =
            INPUTS
                .map { (_, input) ->
                    when (input) {
                        is SessionInput.Connect -> 0
                        is SessionInput.Send -> 1
                        is SessionInput.EditDraft -> 2
                        is SessionInput.IndicateTyping -> 3
                        is SessionInput.CheckHealth -> 4
                        is SessionInput.Disconnect -> 5
                        is SessionInput.Close -> 6
                        is SessionInput.CancelCall -> 7
                        is SessionInput.LinkConnected -> 8
                        is SessionInput.LinkOpened -> 9
                        is SessionInput.LinkFailed -> 10
                        is SessionInput.LinkClosed -> 11
                        is SessionInput.Received -> 12
                        is SessionInput.TimerFired -> 13
                        is SessionInput.SessionSaved -> 14
                        is SessionInput.OutboxSaved -> 15
                        is SessionInput.StoreFailed -> 16
                        is SessionInput.Retry -> 17
                        is SessionInput.Discard -> 18
                        is SessionInput.NetworkAvailable -> 19
                        is SessionInput.StartNewChat -> 20
                        is SessionInput.ClearConversation -> 21
                        is SessionInput.LeaveConversation -> 28
                        is SessionInput.Converse -> 29
                        is SessionInput.NextHistory -> 22
                        is SessionInput.SetAttributes -> 23
                        is SessionInput.SignIn -> 27
                        is SessionInput.Attach -> 24
                        is SessionInput.Detach -> 25
                        is SessionInput.RefreshAttachment -> 26
                    }
                }.toSet()
        assertEquals((0..29).toSet(), shown)
    }

    @Test
    fun the_page_names_every_phase() {
        val page = StateMachinePage.render()
        (SESSIONS + ManyTable.SESSIONS).forEach { (phase, _) -> assertTrue("## $phase\n" in page, phase) }
    }
}
