package dev.confab.transport.session

import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.LinkEvent.AttachmentFailed.Task
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.AttachmentEntry.Stage
import dev.confab.transport.session.Samples.LINK
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.attachment
import dev.confab.transport.session.Samples.file
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.Samples.withFiles
import dev.confab.transport.session.Samples.withOutbox
import dev.confab.transport.store.DraftRecord
import dev.confab.transport.store.OutboxRecord
import dev.confab.transport.store.SessionRecord
import dev.confab.transport.store.StoredSession
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Files and the messages that carry them, and both over a restart. */
class CarriedAttachmentsTest {
    private val machine = Samples.machine()
    private val call = CallId(77)
    private val f1 = AttachmentId("f1")
    private val m1 = MessageId("m1")
    private val look = Draft("look").withAttachments(listOf(attachment(1)))

    private fun Session.then(vararg inputs: SessionInput): Step =
        inputs.drop(1).fold(machine.step(this, inputs.first())) { step, input -> machine.step(step.session, input) }

    private fun Session.statusOf(id: AttachmentId) = shownDraft.attachments.firstOrNull { it.id == id }?.status

    private fun failure(step: Step, call: CallId = this.call): ErrorCode? =
        step.effects.filterIsInstance<SessionEffect.FailCall>().firstOrNull { it.call == call }?.code

    private fun Step.tells(status: AttachmentStatus): Boolean =
        effects.any { it is SessionEffect.Deliver && (it.event as? MessagingEvent.AttachmentUpdated)?.attachment?.status == status }

    private fun send(draft: Draft = look) = SessionInput.Send(call, ConversationId.MAIN, m1, draft, false, NOW)

    @Test
    fun REL1_a_message_carries_its_files_until_it_is_proved() {
        val sent = live().withFiles(file(1, Stage.UPLOADED)).then(send())
        assertEquals(AttachmentStatus.Sending(m1), sent.session.statusOf(f1))
        val rows = sent.effects.filter { it is SessionEffect.SaveOutbox || it is SessionEffect.SaveDraft }
        assertIs<SessionEffect.SaveOutbox>(rows.first(), "the message first: who restores it finds its files there")

        val proved = sent.session.then(SessionInput.OutboxSaved(m1, look, NOW), received(Samples.proof(1)))

        assertNull(proved.session.statusOf(f1))
        assertTrue(proved.tells(AttachmentStatus.Sent))
    }

    private val flying = live().withFiles(file(1, Stage.UPLOADED)).then(send(), SessionInput.OutboxSaved(m1, look, NOW)).session

    private fun moved(sent: Long, total: Long = 100) = received(LinkEvent.UploadProgress(f1, sent, total))

    @Test
    fun REL8_bytes_that_leave_with_their_message_put_off_its_deadline() {
        val step = flying.then(moved(10))
        assertEquals(listOf(SessionEffect.StartTimer(TimerKey.Proof(m1, LINK), 60_000)), timers(step))
        assertEquals(emptyList(), timers(step.session.then(moved(10))), "what does not move is no sign of life")
        assertEquals(1, timers(step.session.then(moved(20))).size)
        val waiting = live().withFiles(file(1, Stage.UPLOADED)).then(send()).session
        assertEquals(emptyList(), timers(waiting.then(moved(10))), "nor what nobody sends")
    }

    private fun timers(step: Step) = step.effects.filter { it is SessionEffect.StartTimer && it.key is TimerKey.Proof }

    @Test
    fun how_much_has_left_shows_in_the_draft_and_not_in_the_store() {
        val step = flying.then(moved(1), moved(2), moved(100))
        assertEquals(AttachmentStatus.Sending(m1, 100, 100), step.session.statusOf(f1))
        assertEquals(emptyList(), step.effects.filterIsInstance<SessionEffect.SaveDraft>())
        assertTrue(step.tells(AttachmentStatus.Sending(m1, 100, 100)))
        assertTrue(flying.then(moved(1)).tells(AttachmentStatus.Sending(m1, 1, 100)))
        assertEquals(emptyList(), flying.then(moved(1), moved(2)).effects.filterIsInstance<SessionEffect.Deliver>())
    }

    @Test
    fun a_message_that_leaves_once_more_takes_its_files_from_the_start() {
        val lost = flying.then(moved(50), SessionInput.LinkFailed(LINK, Samples.TRANSIENT, 0.5, NOW)).session
        assertEquals(AttachmentStatus.Sending(m1), lost.statusOf(f1))
    }

    @Test
    fun a_message_takes_only_files_that_are_uploaded_and_free() {
        assertEquals(ErrorCode.ATTACHMENT_NOT_FOUND, failure(live().then(send())))
        assertEquals(ErrorCode.ATTACHMENT_NOT_UPLOADED, failure(live().withFiles(file(1, Stage.UPLOADING)).then(send())))
        val entry = file(1, Stage.UPLOADED)
        val carried = entry.copy(attachment = entry.attachment.withStatus(AttachmentStatus.Sending(MessageId("m7"))))
        val other = Samples.entry(7, OutboxEntry.Stage.QUEUED).copy(draft = look)
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure(live().withFiles(carried).withOutbox(other).then(send())))
    }

    @Test
    fun REL1_a_message_that_is_taken_back_or_changed_gives_its_files_back() {
        val waiting = Session(sessionKey = "key", phase = Phase.Waiting(2, true, 0), link = LINK, info = Samples.info())
            .withFiles(file(1, Stage.UPLOADED))
            .then(send(), SessionInput.OutboxSaved(m1, look, NOW))
            .session
        assertEquals(AttachmentStatus.Sending(m1), waiting.statusOf(f1))
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure(waiting.then(SessionInput.Detach(CallId(5), f1, true, NOW)), CallId(5)))

        val discarded = waiting.then(SessionInput.Discard(CallId(78), m1, NOW))
        assertEquals(AttachmentStatus.Uploaded, discarded.session.statusOf(f1))
        val edited = waiting.then(SessionInput.Retry(CallId(79), m1, Draft("without"), NOW))
        assertEquals(AttachmentStatus.Uploaded, edited.session.statusOf(f1))
    }

    @Test
    fun a_message_that_was_given_up_keeps_its_files_for_the_next_try() {
        val sent = live().withFiles(file(1, Stage.UPLOADED)).then(send(), SessionInput.OutboxSaved(m1, look, NOW))
        val wedged = sent.session.then(received(LinkEvent.Refused(m1, Samples.TOO_LONG)))
        assertEquals(AttachmentStatus.Sending(m1), wedged.session.statusOf(f1))

        val again = wedged.session.then(SessionInput.Retry(CallId(78), m1, null, NOW))
        assertEquals(listOf(f1), again.session.outbox[m1]?.draft?.attachments?.map { it.id })
        val discarded = wedged.session.then(SessionInput.Discard(CallId(79), m1, NOW))
        assertEquals(AttachmentStatus.Uploaded, discarded.session.statusOf(f1))
    }

    @Test
    fun editing_the_draft_leaves_its_files_alone() {
        val step = live().withFiles(file(1, Stage.UPLOADED)).then(SessionInput.EditDraft(call, ConversationId.MAIN, Draft("typed")))

        assertEquals(listOf(f1), step.session.shownDraft.attachments.map { it.id })
        assertEquals("typed", step.session.shownDraft.text)
        assertEquals(listOf(f1), step.effects.filterIsInstance<SessionEffect.SaveDraft>().single().record.draft.attachments.map { it.id })
    }

    @Test
    fun REL2_a_restart_keeps_what_was_uploaded_and_asks_for_what_was_not() {
        val carried = attachment(4, AttachmentStatus.Uploaded)
        val kept = listOf(
            attachment(1, AttachmentStatus.Uploaded),
            attachment(2),
            attachment(3, AttachmentStatus.Sending(MessageId("gone"))),
        )
        val stored = StoredSession(
            SessionRecord("key", null),
            listOf(OutboxRecord(MessageId("m4"), 1, ConversationId.MAIN, Draft("x").withAttachments(listOf(carried)), null)),
            emptyList(),
            listOf(DraftRecord(ConversationId.MAIN, Draft("half").withAttachments(kept))),
        )
        val restored = Session.restored(stored)
        assertEquals(
            mapOf(
                "f4" to AttachmentStatus.Sending(MessageId("m4")),
                "f1" to AttachmentStatus.Uploaded,
                "f2" to AttachmentStatus.Presigning,
            ),
            restored.shownDraft.attachments.associate { it.id.value to it.status },
        )

        val f2 = AttachmentId("f2")
        val opened = restored.then(SessionInput.Connect(call, "fresh", false, NOW), SessionInput.LinkOpened(1, Samples.info(), NOW))
        assertTrue(opened.effects.any { it is SessionEffect.Submit && it.command == LinkCommand.RefreshAttachment(f2) })
        val notFound = TransportFailure(ErrorCode.ATTACHMENT_NOT_FOUND, "No.")
        val lost = opened.session.then(received(LinkEvent.AttachmentFailed(f2, Task.REFRESH, notFound)))
        val status = assertIs<AttachmentStatus.Failed>(lost.session.statusOf(f2), "nobody waits who could be told")
        assertEquals(ErrorCode.ATTACHMENT_UPLOAD_INTERRUPTED, status.code)
        assertTrue(lost.tells(status))
    }

    @Test
    fun REL2_a_service_that_cannot_be_reached_costs_no_file_of_an_earlier_run() {
        val stored = StoredSession(
            SessionRecord("key", null),
            emptyList(),
            emptyList(),
            listOf(DraftRecord(ConversationId.MAIN, Draft("").withAttachments(listOf(attachment(2))))),
        )
        val opening = Session.restored(stored).then(SessionInput.Connect(call, "fresh", false, NOW)).session

        val unreachable = (1..3).fold(opening.step()) { step, _ ->
            val waiting = machine.step(step.session, SessionInput.LinkFailed(step.session.link, Samples.TRANSIENT, 0.0, NOW)).session
            machine.step(waiting, SessionInput.TimerFired(TimerKey.Reconnect(waiting.link + 1), 0.0, NOW))
        }.session

        assertIs<Phase.Failed>(unreachable.phase)
        assertEquals(AttachmentStatus.Presigning, unreachable.statusOf(AttachmentId("f2")))
    }
}
