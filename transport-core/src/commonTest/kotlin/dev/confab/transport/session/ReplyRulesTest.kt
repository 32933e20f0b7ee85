package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.model.Capability
import dev.confab.transport.model.CardAction
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.FormComponent
import dev.confab.transport.model.FormPage
import dev.confab.transport.model.Link
import dev.confab.transport.model.ListSection
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagePart
import dev.confab.transport.model.MessagePart.FormReply.Field
import dev.confab.transport.model.QuickReply
import dev.confab.transport.model.Reply
import dev.confab.transport.model.Reply.ListChoice
import dev.confab.transport.model.TimeSlot
import dev.confab.transport.session.Samples.NOW
import dev.confab.transport.session.Samples.arrived
import dev.confab.transport.session.Samples.live
import dev.confab.transport.session.Samples.received
import dev.confab.transport.session.SessionEffect.FailCall
import dev.confab.transport.session.SessionEffect.SaveOutbox
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue

class ReplyRulesTest {
    private val machine = Samples.machine()
    private val asked = MessageId("q1")

    private val quick = MessagePart.QuickReplies(null, listOf(QuickReply("Yes", "YES", null), QuickReply("No", "NO", null)))
    private val card = MessagePart.Card(
        "Plan",
        null,
        null,
        null,
        null,
        listOf(CardAction.Postback("Choose", "PLAN"), CardAction.Open("Details", Link("https://example.org"))),
    )
    private val dates = MessagePart.DatePicker(
        null,
        null,
        null,
        null,
        null,
        null,
        listOf(TimeSlot("2030-01-07T09:00:00.000Z", 1_894_006_800_000, 1_800)),
    )
    private val anyDate =
        MessagePart.DatePicker(null, null, null, null, "2030-01-07T00:00:00Z", "2030-01-08T00:00:00Z", emptyList())
    private val list = MessagePart.ListPicker(
        null,
        listOf(
            ListSection("Fruit", true, listOf(item("i1"), item("i2"))),
            ListSection("Size", false, listOf(item("s"), item("l"))),
        ),
        null,
        null,
    )
    private val form = MessagePart.Form(
        "form-1",
        null,
        listOf(
            FormPage(null, null, listOf(FormComponent.Input.Builder("name").required(true).build(), FormComponent.Wheel("w", emptyList()))),
        ),
        false,
        null,
        null,
    )

    @Test
    fun what_the_message_offers_can_be_sent() {
        assertSent(quick, Reply.QuickReply(asked, "Yes", "YES"))
        assertSent(card, Reply.CardAction(asked, "Choose", "PLAN"))
        assertSent(MessagePart.Carousel(listOf(card)), Reply.CardAction(asked, "Choose", "PLAN"))
        assertSent(dates, Reply.DateChoice(asked, "2030-01-07T09:00:00.000Z", "Monday"))
        assertSent(dates, Reply.DateChoice(asked, "2030-01-07T10:00:00+01:00", "the same instant"))
        assertSent(anyDate, Reply.DateChoice(asked, "2030-01-07T12:00:00Z", "noon"))
        assertSent(anyDate, Reply.DateChoice(asked, "next Monday", "cannot be compared"))
        assertSent(list, choice("i1", "i2", "s"))
        assertSent(form, Reply.FormAnswer(asked, "form-1", listOf(Field("name", "Mira", "Mira"), Field("w", "x", "x"))))
    }

    @Test
    fun what_the_message_does_not_offer_is_refused_with_the_way_out() {
        assertRefused(quick, Reply.QuickReply(asked, "Maybe", "MAYBE"), "choose one of its 2")
        assertRefused(card, Reply.QuickReply(asked, "Yes", "YES"), "offers no quick reply")
        assertRefused(card, Reply.CardAction(asked, "Details", "https://example.org"), "choose one of its 1")
        assertRefused(dates, Reply.DateChoice(asked, "2030-01-07T09:30:00.000Z", "later"), "does not offer this date")
        assertRefused(anyDate, Reply.DateChoice(asked, "2030-01-09T00:00:00Z", "too late"), "does not offer this date")
        assertRefused(quick, Reply.DateChoice(asked, "2030-01-07T09:00:00.000Z", "x"), "holds no date picker")
        assertRefused(list, choice("i9"), "Item i9 is not in the list of message q1")
        assertRefused(list, choice("s", "l"), "allows one item only")
        assertRefused(list, choice("i1", "i1"), "twice")
        assertRefused(quick, choice("i1"), "holds no list")
        assertRefused(form, Reply.FormAnswer(asked, "form-2", emptyList()), "does not hold form form-2")
        assertRefused(form, Reply.FormAnswer(asked, "form-1", listOf(Field("x", "", ""))), "has no component x")
        assertRefused(form, Reply.FormAnswer(asked, "form-1", emptyList()), "needs an answer to name")
        assertRefused(form, Reply.FormAnswer(asked, "form-1", listOf(Field("name", "", ""))), "needs an answer to name")
        assertRefused(quick, Reply.FormAnswer(asked, "form-1", emptyList()), "holds no form")
    }

    @Test
    fun an_incomplete_reply_is_refused_whether_the_message_is_known_or_not() {
        listOf(
            Reply.QuickReply(asked, "Yes", "") to "empty payload",
            Reply.QuickReply(asked, "", "YES") to "no text",
            Reply.CardAction(asked, "Choose", "") to "empty payload",
            Reply.DateChoice(asked, "", "Monday") to "empty payload",
            choice() to "chooses nothing",
            ListChoice(asked, "", listOf(ListChoice.Item("", "x"))) to "empty payload",
            Reply.FormAnswer(asked, "", emptyList()) to "does not name the form",
            Reply.FormAnswer(asked, "f", listOf(Field("", "x", "x"))) to "no id",
        ).forEach { (reply, reason) -> assertRefused(null, reply, reason) }
    }

    @Test
    fun a_message_that_is_not_here_cannot_be_compared_with() {
        assertSent(null, Reply.QuickReply(asked, "Yes", "YES"))
        assertSent(null, choice("i1"))
    }

    @Test
    fun a_reply_and_a_text_are_two_messages() {
        assertTrue("message of its own" in refusal(null, Draft("and more").withReply(Reply.QuickReply(asked, "Yes", "YES"))).message)
    }

    @Test
    fun a_label_that_is_too_long_is_refused_in_bytes() {
        val failure = refusal(null, Draft.reply(Reply.QuickReply(asked, "ä".repeat(2_049), "P")))
        assertEquals(ErrorCode.MESSAGE_TOO_LONG, failure.code)
        assertTrue("4098 bytes" in failure.message, failure.message)
    }

    @Test
    fun a_back_end_without_replies_refuses_each_by_its_name() {
        val plain = SessionMachine(SessionPolicies(), Capabilities.of(Samples.LIMITS, Capability.SEND_TEXT))
        val replies = listOf(
            Reply.QuickReply(asked, "Yes", "YES"),
            Reply.CardAction(asked, "Choose", "PLAN"),
            Reply.DateChoice(asked, "d", "d"),
            choice("i1"),
            Reply.FormAnswer(asked, "f", emptyList()),
        )
        assertEquals(5, replies.map { it.capability }.toSet().size)
        replies.forEach { reply ->
            val failure = assertIs<FailCall>(plain.step(live(), send(Draft.reply(reply))).effects.single())
            assertEquals(ErrorCode.UNSUPPORTED, failure.code)
            assertTrue(reply.capability.name in failure.message)
        }
    }

    @Test
    fun REL4_a_reply_in_doubt_is_found_in_the_history_in_either_dialect() {
        val sent = Draft.reply(Reply.QuickReply(asked, "Yes", "YES"))
        assertTrue(sent.isSaidBy(told("Yes", button("YES"))))
        assertTrue(sent.isSaidBy(told("", button("YES"))))
        assertTrue(sent.isSaidBy(told("Yes", replyTo = "q1")), "a history without buttons")
        assertTrue(!sent.isSaidBy(told("Yes", button("NO"))))
        assertTrue(!sent.isSaidBy(told("Yes")), "a typed text is no reply")
        assertTrue(!Draft("Yes").isSaidBy(told("Yes", button("YES"))), "a reply is no typed text")
        assertTrue(Draft("Yes").isSaidBy(told("Yes")))

        val items = Draft.reply(choice("i1", "i2"))
        assertTrue(items.isSaidBy(told("", button("i1", list = true), button("i2", list = true))))
        assertTrue(!items.isSaidBy(told("", button("i1", list = true))))

        val filled = Draft.reply(Reply.FormAnswer(asked, "form-1", listOf(Field("name", "Mira", "Mira"))))
        assertTrue(filled.isSaidBy(told("", MessagePart.FormReply("form-1", null, listOf(Field("name", "", "Mira"))))))
        assertTrue(!filled.isSaidBy(told("", MessagePart.FormReply("form-1", null, listOf(Field("name", "", "Ada"))))))
    }

    @Test
    fun REL5_a_message_that_comes_back_under_another_id_is_known_by_its_second_one() {
        val live = message("a", secondaryId = "ch-1")
        val once = machine.step(live(), received(arrived(live)))
        assertEquals(1, once.session.conversation(ConversationId.MAIN).messages.size)
        val twin = machine.step(once.session, received(arrived(message("b", secondaryId = "ch-1"))))
        assertEquals(emptyList(), twin.effects)
        val other = machine.step(once.session, received(arrived(message("b", secondaryId = "ch-2"))))
        assertEquals(2, other.session.conversation(ConversationId.MAIN).messages.size)
    }

    private fun item(id: String) = ListSection.Item(id, "Title of $id", null, null, null)

    private fun choice(vararg ids: String) = ListChoice(asked, "", ids.map { ListChoice.Item(it, "Title of $it") })

    private fun message(serverId: String, secondaryId: String) =
        Samples.message(serverId, 1, Direction.INBOUND).toBuilder().secondaryId(secondaryId).build()

    private fun told(text: String, vararg parts: MessagePart, replyTo: String? = null): Message = Message
        .Builder(MessageId("h1"), Direction.INBOUND)
        .parts(listOf(MessagePart.Text(text)).filter { it.text.isNotEmpty() } + parts)
        .replyTo(replyTo)
        .build()

    private fun button(payload: String, list: Boolean = false): MessagePart {
        val kind = if (list) MessagePart.ButtonReply.Kind.LIST_ITEM else MessagePart.ButtonReply.Kind.QUICK_REPLY
        return MessagePart.ButtonReply(kind, null, "label of the service", payload, null)
    }

    private fun sessionWith(part: MessagePart?): Session {
        if (part == null) return live()
        val message = Samples.message("q1", 1).toBuilder().parts(listOf(part)).build()
        return machine.step(live(), received(arrived(message))).session
    }

    private fun send(draft: Draft) = SessionInput.Send(CallId(1), ConversationId.MAIN, MessageId("m1"), draft, mustFit = false, now = NOW)

    private fun assertSent(part: MessagePart?, reply: Reply) {
        val step = machine.step(sessionWith(part), send(Draft.reply(reply)))
        assertEquals(emptyList(), step.effects.filterIsInstance<FailCall>())
        assertEquals(reply, step.effects.filterIsInstance<SaveOutbox>().single().record.draft.reply)
        val shown = step.session.conversation(ConversationId.MAIN).messages.last()
        assertEquals(reply.text, shown.text)
        assertEquals("q1", shown.replyTo)
    }

    private fun assertRefused(part: MessagePart?, reply: Reply, reason: String) {
        val failure = refusal(part, Draft.reply(reply))
        assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code)
        assertTrue(reason in failure.message, failure.message)
    }

    private fun refusal(part: MessagePart?, draft: Draft): FailCall =
        assertIs<FailCall>(machine.step(sessionWith(part), send(draft)).effects.single())
}
