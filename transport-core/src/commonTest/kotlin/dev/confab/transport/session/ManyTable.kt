package dev.confab.transport.session

import dev.confab.transport.backend.ConversationAnswer
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.RequestId
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.ConversationQuery
import dev.confab.transport.model.ConversationRemoval
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Sensitivity
import dev.confab.transport.session.ManySamples.BOB
import dev.confab.transport.session.ManySamples.LOCAL
import dev.confab.transport.session.ManySamples.ONE
import dev.confab.transport.session.ManySamples.TWO
import dev.confab.transport.session.ManySamples.change
import dev.confab.transport.session.ManySamples.drafted
import dev.confab.transport.session.ManySamples.hear
import dev.confab.transport.session.ManySamples.list
import dev.confab.transport.session.ManySamples.listed
import dev.confab.transport.session.ManySamples.live
import dev.confab.transport.session.ManySamples.machine
import dev.confab.transport.session.ManySamples.own
import dev.confab.transport.session.ManySamples.page
import dev.confab.transport.session.ManySamples.said
import dev.confab.transport.session.ManySamples.send
import dev.confab.transport.session.ManySamples.sent
import dev.confab.transport.session.ManySamples.wish
import dev.confab.transport.session.Samples.NOW

/** What [Samples] are for a single conversation, for many. */
internal object ManyTable {
    /** Phases with what a session of many conversations typically holds then. */
    val SESSIONS: List<Pair<String, Session>> by lazy {
        val machine = machine()
        val live = live(machine, listed(ONE, said(1), said(2), unread = 2), listed(TWO, said(3)))
        val drafts = machine.drafted(live)
        val sending = machine.sent(machine.sent(drafts, 1, LOCAL).session, 2, ONE).session
        val leaving = machine.step(sending, wish(ConversationWish.Leave(TWO), call = 30)).session
        val reading = machine.step(live, wish(ConversationWish.Read(ONE, null), call = 31)).session
        val hole = machine.hear(sending, change(listed(ONE, said(8), older = true))).session
        val composing = machine.hear(reading, LinkEvent.Typing(ONE, true, 60_000, BOB)).session
        val lost = machine.step(leaving, SessionInput.LinkFailed(Samples.LINK, Samples.TRANSIENT, 0.0, NOW)).session
        val opening = machine.step(lost, SessionInput.TimerFired(TimerKey.Reconnect(lost.link + 1), 0.0, NOW)).session
        val unlisted = machine.step(opening, SessionInput.LinkOpened(opening.link, Samples.info(), NOW)).session
        val relisting = machine.hear(unlisted, list(listed(ONE, said(1), said(2)), listed(TWO, said(3)))).session
        listOf(
            "Idle (many conversations)" to machine.drafted(Session(conversations = Session().conversations.remove(ConversationId.MAIN))),
            "Opening (many conversations)" to opening,
            "Waiting (many conversations)" to lost,
            "Live (waiting for the list)" to unlisted,
            "Live (a beginning in doubt)" to relisting,
            "Live (many conversations)" to leaving,
            "Live (reading one of many)" to hole,
            "Live (read and composed)" to composing,
            "Closed (many conversations)" to leaving.copy(phase = Phase.Closed(1000, "Bye."), asks = Session().asks, outbox = Outbox()),
            "Disposed (many conversations)" to drafts.copy(phase = Phase.Disposed),
        )
    }

    /** What only a service with many conversations is asked and tells. */
    val INPUTS: List<Pair<String, SessionInput>> by lazy {
        val call = CallId(77)
        val links = SESSIONS.map { it.second.link }.distinct()
        val wishes = listOf(
            ConversationWish.Create(ConversationId("new"), NewConversation("New", listOf("bob@example.org"))),
            ConversationWish.Discard(LOCAL),
            ConversationWish.Add(ONE, listOf("ann@example.org")),
            ConversationWish.Add(LOCAL, listOf("ann@example.org")),
            ConversationWish.Remove(LOCAL, listOf("bob@example.org")),
            ConversationWish.Validate(listOf("ann@example.org")),
            ConversationWish.Participants(ONE),
            ConversationWish.Subject(ONE, "x"),
            ConversationWish.Subject(LOCAL, "x"),
            ConversationWish.Sensitive(LOCAL, Sensitivity.PRIVATE),
            ConversationWish.Search(ConversationQuery("x")),
            ConversationWish.Messages(ONE, "s1", before = true, max = 5),
            ConversationWish.Read(ONE, null),
            ConversationWish.Accessed(ONE),
            ConversationWish.Leave(ONE),
            ConversationWish.Leave(TWO),
            ConversationWish.Leave(LOCAL),
        ).map { wish -> name(wish) to SessionInput.Converse(call, wish, NOW) }
        val events = listOf(
            "ConversationsListed (complete)" to list(listed(ONE, said(1), said(2)), listed(TWO, said(3))),
            "ConversationsListed (complete, one is missing)" to list(listed(ONE, said(1), said(2))),
            "ConversationsListed (complete, one has begun)" to
                list(
                    listed(ONE, said(1), said(2)),
                    listed(TWO, said(3)),
                    listed(ConversationId("c3"), own(4, "text 1"), subject = "Subject"),
                ),
            "ConversationsListed (a change)" to change(listed(ONE, said(1), said(2), said(4), unread = 3)),
            "ConversationsListed (a hole)" to change(listed(TWO, said(9), older = true)),
            "ConversationsListed (a new one)" to change(listed(ConversationId("c4"), said(1))),
            "ConversationsListed (left elsewhere)" to change(listed(ONE, active = false)),
            "ConversationOpened" to LinkEvent.ConversationOpened(LOCAL, ConversationId("c3")),
            "ConversationOpened (of nobody)" to LinkEvent.ConversationOpened(ConversationId("x"), ConversationId("c3")),
            "ConversationGone" to LinkEvent.ConversationGone(ONE, ConversationRemoval.LEFT_ELSEWHERE),
            "ConversationDisconnected (one of many)" to LinkEvent.ConversationDisconnected(TWO, readOnly = true),
            "Answered" to LinkEvent.Answered(RequestId(1), ConversationAnswer.Done),
            "Answered (something else)" to LinkEvent.Answered(RequestId(1), ConversationAnswer.Validated(emptyList())),
            "AskRefused" to LinkEvent.AskRefused(RequestId(1), Samples.PERMANENT),
            "Typing (one of many)" to LinkEvent.Typing(ONE, true, 60_000, BOB),
            "HistoryArrived (one of many)" to LinkEvent.HistoryArrived(page(ONE, said(1))),
            "HistoryFailed (one of many)" to LinkEvent.HistoryFailed(ONE, Samples.PERMANENT),
            "MessageArrived (one of many)" to LinkEvent.MessageArrived(ONE, own(5, "text 2"), MessageId("m2")),
            "MessageArrived (of a conversation not listed)" to LinkEvent.MessageArrived(ConversationId("c9"), said(5), null),
        )
        val timers = links.flatMap { listOf("Listing" to TimerKey.Listing(it), "History" to TimerKey.History(it, ONE)) } +
            ("Composing" to TimerKey.Composing(ONE, BOB.key))
        wishes +
            events.flatMap { (name, event) -> links.map { "Received $name" to SessionInput.Received(it, event, 0.5, NOW) } } +
            timers.map { (name, key) -> "TimerFired $name" to SessionInput.TimerFired(key, 0.5, NOW) } +
            listOf(
                "Send (one of many)" to send(9, TWO),
                "IndicateTyping (one of many)" to SessionInput.IndicateTyping(call, ONE, NOW),
                "IndicateTyping (no more)" to SessionInput.IndicateTyping(call, ONE, NOW, typing = false),
                "NextHistory (one of many)" to SessionInput.NextHistory(call, ONE, NOW),
                "EditDraft (one of many)" to SessionInput.EditDraft(call, LOCAL, Draft("half a sen")),
                "CancelCall (of a question)" to SessionInput.CancelCall(CallId(30), NOW),
            )
    }

    private fun name(wish: ConversationWish): String {
        val of = when ((wish as? ConversationWish.OfOne)?.conversation) {
            null -> ""
            LOCAL -> " (a draft)"
            TWO -> " (another)"
            else -> ""
        }
        return "Converse ${wish::class.simpleName}$of"
    }
}
