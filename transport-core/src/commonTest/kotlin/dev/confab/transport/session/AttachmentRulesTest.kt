package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.Attachment
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ClosedReason
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.policy.AttachmentPolicy
import dev.confab.transport.session.AttachmentEntry.Stage
import dev.confab.transport.session.Samples.LINK
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.attach
import dev.confab.transport.session.Samples.attachment
import dev.confab.transport.session.Samples.file
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.Samples.withFiles
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

class AttachmentRulesTest {
    private val machine = Samples.machine()
    private val call = CallId(77)
    private val caller = CallId(2_001)
    private val f1 = AttachmentId("f1")
    private val uploaded = received(LinkEvent.AttachmentUploaded(f1, "https://files.example.org/f1"))

    private fun Session.then(vararg inputs: SessionInput): Step =
        inputs.drop(1).fold(machine.step(this, inputs.first())) { step, input -> machine.step(step.session, input) }

    private fun Session.statusOf(id: AttachmentId) = shownDraft.attachments.firstOrNull { it.id == id }?.status

    private fun failed(task: Task, failure: TransportFailure) = received(LinkEvent.AttachmentFailed(f1, task, failure))

    private fun failure(step: Step, call: CallId): ErrorCode? =
        step.effects.filterIsInstance<SessionEffect.FailCall>().firstOrNull { it.call == call }?.code

    private fun commands(step: Step) = step.effects.filterIsInstance<SessionEffect.Submit>().map { it.command }

    private fun lose(session: Session) = session.then(SessionInput.LinkFailed(LINK, Samples.TRANSIENT, 0.0, NOW)).session

    private fun reopen(lost: Session): Step = lost.then(
        SessionInput.TimerFired(TimerKey.Reconnect(LINK + 1), 0.0, NOW),
        SessionInput.LinkOpened(LINK + 1, Samples.info(), NOW),
    )

    private fun onNextLink(session: Session, event: LinkEvent) = machine.step(session, SessionInput.Received(LINK + 1, event, 0.0, NOW))

    @Test
    fun a_file_is_in_the_draft_from_the_start_and_its_caller_returns_when_the_service_has_it() {
        val attached = live().then(attach(1))
        assertEquals(AttachmentStatus.Presigning, attached.session.statusOf(f1))
        assertTrue(SessionEffect.Upload(LINK, attachment(1)) in attached.effects)

        val half = attached.session.then(received(LinkEvent.UploadProgress(f1, 500, 1_000)))
        assertEquals(AttachmentStatus.Uploading(500, 1_000), half.session.statusOf(f1))
        assertTrue(half.effects.none { it is SessionEffect.SaveDraft }, "how far it came is nothing to store")

        val done = half.session.then(uploaded)
        val outcome = done.effects.filterIsInstance<SessionEffect.CompleteCall>().single { it.call == caller }.value
        assertEquals("https://files.example.org/f1", assertIs<Attachment>(outcome).url)
        assertEquals(AttachmentStatus.Uploaded, done.session.statusOf(f1))
        assertTrue(done.effects.any { it is SessionEffect.SaveDraft })
    }

    @Test
    fun SEC6_what_the_service_does_not_take_is_refused_before_it_is_asked() {
        val tooLarge = Attachment(f1, "a.pdf", 20_000_000, "application/pdf", null, null, AttachmentStatus.Presigning)

        val step = live().then(SessionInput.Attach(call, tooLarge, FileSignature.PDF, NOW))

        assertEquals(ErrorCode.FILE_SIZE_INVALID, failure(step, call))
        assertTrue(SessionEffect.ForgetSource(f1) in step.effects)
        assertTrue(step.session.attachments.isEmpty)
    }

    @Test
    fun a_file_attached_before_the_service_told_what_it_takes_is_checked_when_it_did() {
        val connecting = Session(sessionKey = "key", phase = Phase.Opening(1, false, false, Phase.Stage.CONNECTING, 0), link = LINK)
        val zip = Attachment(f1, "a.zip", 1_000, "application/zip", null, null, AttachmentStatus.Presigning)
        val waiting = connecting.then(SessionInput.Attach(call, zip, FileSignature.ZIP, NOW))
        assertEquals(AttachmentStatus.Presigning, waiting.session.statusOf(f1))

        val opened = waiting.session.then(SessionInput.LinkOpened(LINK, Samples.info(), NOW))

        assertEquals(ErrorCode.FILE_TYPE_INVALID, failure(opened, call))
    }

    @Test
    fun the_capability_follows_the_profile_and_the_state() {
        fun allows(session: Session) = machine.capabilities(session).getValue(Capability.SEND_ATTACHMENTS).allowed
        val noFiles = SessionInfo(true, false, false, false, Limits(4096, 2048, null, emptyList(), emptyList()), null, null)

        assertTrue(allows(live()))
        assertFalse(allows(live().copy(info = noFiles)))
        assertEquals(ErrorCode.FEATURE_UNAVAILABLE, failure(live().copy(info = noFiles).then(attach(1)), caller))
        assertFalse(allows(live(readOnly = true)))
        assertEquals(ErrorCode.SESSION_READ_ONLY, failure(live(readOnly = true).then(attach(1)), caller))
    }

    @Test
    fun more_files_than_may_run_at_once_wait_for_their_turn() {
        val machine = Samples.machine(SessionPolicies(attachments = AttachmentPolicy(2, 3, 1)))
        val steps = (1..4).runningFold(live().step()) { step, number -> machine.step(step.session, attach(number)) }
        val started = steps.flatMap { it.effects }.filterIsInstance<SessionEffect.Upload>().map { it.attachment.id.value }
        assertEquals(listOf("f1", "f2"), started)
        assertEquals(3, steps.last().session.attachments.entries.size, "the fourth was refused")

        val next = machine.step(steps.last().session, uploaded)

        assertEquals("f3", next.effects.filterIsInstance<SessionEffect.Upload>().single().attachment.id.value)
    }

    @Test
    fun detaching_while_it_is_uploaded_stops_it_and_tells_its_caller() {
        val step = live().withFiles(file(1, Stage.UPLOADING)).then(SessionInput.Detach(call, f1, known = true, now = NOW))

        assertEquals(listOf<LinkCommand>(LinkCommand.CancelUpload(f1)), commands(step))
        assertEquals(ErrorCode.CANCELLATION_ERROR, failure(step, caller))
        assertTrue(SessionEffect.CompleteCall(call, Unit) in step.effects)
        assertNull(step.session.statusOf(f1))
    }

    @Test
    fun cancelling_the_call_of_attach_detaches() {
        val step = live().withFiles(file(1, Stage.UPLOADING)).then(SessionInput.CancelCall(caller, NOW))

        assertEquals(listOf<LinkCommand>(LinkCommand.CancelUpload(f1)), commands(step))
        assertTrue(step.session.attachments.isEmpty)
        assertNull(failure(step, caller), "who gave up is not told")
    }

    @Test
    fun deleting_an_uploaded_file_waits_for_the_answer() {
        val asked = live().withFiles(file(1, Stage.UPLOADED)).then(SessionInput.Detach(call, f1, known = true, now = NOW))
        assertEquals(listOf<LinkCommand>(LinkCommand.DeleteAttachment(f1)), commands(asked))
        assertEquals(AttachmentStatus.Detaching, asked.session.statusOf(f1))
        assertTrue(asked.effects.none { it is SessionEffect.CompleteCall })

        val answered = asked.session.then(received(LinkEvent.AttachmentDeleted(f1)))
        assertTrue(SessionEffect.CompleteCall(call, Unit) in answered.effects)
        assertNull(answered.session.statusOf(f1))

        val refused = asked.session.then(failed(Task.DELETE, Samples.PERMANENT))
        assertEquals(Samples.PERMANENT.code, failure(refused, call))
        assertEquals(AttachmentStatus.Uploaded, refused.session.statusOf(f1), "it is still there")
    }

    @Test
    fun a_deletion_that_the_connection_cut_goes_on_over_the_next_one() {
        val lost = lose(live().withFiles(file(1, Stage.UPLOADED)).then(SessionInput.Detach(call, f1, known = true, now = NOW)).session)

        val step = reopen(lost)

        assertTrue(LinkCommand.DeleteAttachment(f1) in commands(step))
        assertTrue(SessionEffect.CompleteCall(call, Unit) in onNextLink(step.session, LinkEvent.AttachmentDeleted(f1)).effects)
    }

    @Test
    fun after_a_reconnect_the_service_is_asked_before_a_file_is_uploaded_again() {
        val lost = lose(live().withFiles(file(1, Stage.UPLOADING)))
        assertEquals(AttachmentStatus.Presigning, lost.statusOf(f1))

        val asking = reopen(lost)
        assertTrue(LinkCommand.RefreshAttachment(f1) in commands(asking))
        assertTrue(asking.effects.none { it is SessionEffect.Upload })

        val there = onNextLink(asking.session, LinkEvent.AttachmentRefreshed(attachment(1)))
        assertTrue(there.effects.any { it is SessionEffect.CompleteCall && it.call == caller }, "it had arrived")
        val notFound = TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "No.")
        val gone = onNextLink(asking.session, LinkEvent.AttachmentFailed(f1, Task.REFRESH, notFound))
        assertEquals(f1, gone.effects.filterIsInstance<SessionEffect.Upload>().single().attachment.id)
    }

    @Test
    fun a_failure_that_may_pass_is_tried_again_after_a_while_and_not_for_ever() {
        var session = live().withFiles(file(1, Stage.UPLOADING))
        val waits = ArrayList<Long>()
        repeat(3) {
            val step = machine.step(session, failed(Task.UPLOAD, Samples.TRANSIENT))
            waits += step.effects.filterIsInstance<SessionEffect.StartTimer>().single().delayMillis
            val due = step.session.then(SessionInput.TimerFired(TimerKey.Upload(f1), 0.0, NOW))
            assertTrue(LinkCommand.RefreshAttachment(f1) in commands(due), "it may be there already")
            session = due.session.then(failed(Task.REFRESH, Samples.PERMANENT)).session
        }
        assertEquals(listOf(1_000L, 2_000L, 4_000L), waits)

        val last = machine.step(session, failed(Task.UPLOAD, Samples.TRANSIENT))

        assertEquals(Samples.TRANSIENT.code, failure(last, caller))
        assertTrue(last.session.attachments.isEmpty)
    }

    @Test
    fun a_failure_that_stays_is_told_with_the_code_of_the_service() {
        val refusal = TransportFailure(ErrorCode.FILE_CONTENT_INVALID, "The scanner does not like it.")

        val step = live().withFiles(file(1, Stage.UPLOADING)).then(failed(Task.UPLOAD, refusal))

        assertEquals(ErrorCode.FILE_CONTENT_INVALID, failure(step, caller))
        assertNull(step.session.statusOf(f1))
    }

    @Test
    fun an_outcome_that_comes_after_its_upload_was_given_up_for_late_still_counts() {
        val paused = live().withFiles(file(1, Stage.UPLOADING)).then(failed(Task.UPLOAD, Samples.TRANSIENT)).session

        assertEquals(AttachmentStatus.Uploaded, paused.then(uploaded).session.statusOf(f1))
    }

    @Test
    fun when_the_guest_must_sign_in_again_uploads_fail_with_6008_and_what_is_uploaded_stays() {
        val session = live().withFiles(file(1, Stage.UPLOADING), file(2, Stage.UPLOADED))

        val step = session.then(received(LinkEvent.SessionEnded(ClosedReason.AUTHENTICATION_REQUIRED, null)))

        assertEquals(ErrorCode.ATTACHMENT_UPLOAD_INTERRUPTED, failure(step, caller))
        assertEquals(AttachmentStatus.Uploaded, step.session.statusOf(AttachmentId("f2")))
    }

    @Test
    fun who_asks_for_an_address_twice_waits_for_one_answer_and_a_lost_connection_is_told() {
        val first = live().then(SessionInput.RefreshAttachment(CallId(1), f1, NOW))
        val second = first.session.then(SessionInput.RefreshAttachment(CallId(2), f1, NOW))
        assertEquals(1, commands(first).size)
        assertEquals(emptyList(), commands(second))

        val answered = second.session.then(received(LinkEvent.AttachmentRefreshed(attachment(1))))
        val told = answered.effects.filterIsInstance<SessionEffect.CompleteCall>().map { it.call }.toSet()
        assertEquals(setOf(CallId(1), CallId(2)), told)
        val lost = second.session.then(SessionInput.LinkFailed(LINK, Samples.TRANSIENT, 0.0, NOW))
        assertEquals(ErrorCode.NOT_CONNECTED, failure(lost, CallId(1)))
    }
}
