package dev.confab.transport.backend.amm

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.ConversationQuestion
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.RequestLink
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.networkFailure
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.concurrent.Volatile
import kotlin.random.Random

/**
 * One login (protocol notes §B.1): commands are requests, what changes comes as hints, and typing goes over the channel.
 *
 * @param start everything that there was when the session began.
 */
internal class AmmLink(override val info: SessionInfo, private val session: AmmSession, private val start: AmmEverything) : RequestLink() {
    private val calls = session.calls
    private val channel = session.channel
    private val timers = session.options.timers
    private val mapping = AmmMapping(calls.resources.features.selfAddress)
    private val roster = AmmRoster(mapping)
    private val reading = AmmReading(calls, timers.readMillis, roster)
    private val questions = AmmQuestions(calls, roster, mapping, reading, session.options.screensAddresses)

    /** What lives as long as the events are collected. */
    private class Work(val scope: CoroutineScope, val news: AmmNews, val sending: AmmSending, val typing: AmmTyping?)

    private val work = CompletableDeferred<Work>()

    /** The first event is the list; what is asked for waits for that. */
    private val ready = CompletableDeferred<Work>()

    /** How many answers to pings have come. */
    private val pongs = MutableStateFlow(0L)

    @Volatile
    private var isLost = false

    @Volatile
    private var isLeaving = false

    /** Whether own changes show only after they were asked for. */
    private val asksByItself = session.way == AmmNews.Way.POLLS || session.way == AmmNews.Way.MANUAL

    /** Whether the channel has said anything after its first frame. */
    @Volatile
    private var hasSpoken = false

    override fun accompany(scope: CoroutineScope, emit: suspend (LinkEvent) -> Unit) {
        val sendings = AmmSendings(roster, mapping, session.files, emit)
        val typing = channel?.let { AmmTyping(it, calls, roster, mapping, timers, scope) }
        val news = AmmNews(calls, session.way, session.options.pollIntervalMillis) { list, complete ->
            sendings.listed(list, complete)
            // Where something happens, somebody may type.
            if (typing != null) scope.launch { typing.follow(used(list)) }
        }
        val sending = AmmSending(calls, roster, sendings, session.files, emit)
        scope.launch { reading.work() }
        work.complete(Work(scope, news, sending, typing))
    }

    override suspend fun attend(emit: suspend (LinkEvent) -> Unit) = try {
        val work = work.await()
        // Typing is worth no wait: a service may take its time for that, or not answer it at all.
        if (work.typing != null) work.scope.launch(start = CoroutineStart.UNDISPATCHED) { work.typing.follow(used(start.conversations)) }
        work.sending.listed(start.conversations)
        ready.complete(work)
        coroutineScope {
            launch { work.news.run(start) }
            if (channel != null) {
                if (channel.kind == AmmChannel.Kind.WEB_SOCKET) launch { blaming(channel) { ping(channel) } }
                listen(channel, work, emit)
            }
        }
    } catch (failed: TransportException) {
        // Who is logged out loses the channel.
        if (isLeaving) awaitCancellation()
        isLost = true
        throw failed
    }

    /** Only what breaks in the channel itself is its death: lists and logins fail over it, but not because of it. */
    private suspend fun <T> blaming(channel: AmmChannel, use: suspend () -> T): T = try {
        use()
    } catch (failed: TransportException) {
        if (!hasSpoken && !isLeaving) session.channelDied(channel.kind)
        throw failed
    }

    /** Where somebody may type, the one that changed last at the end. */
    private fun used(conversations: List<AmmConversation>): List<String> =
        conversations.filter { it.active && !it.closed }.sortedBy { it.lastUpdatedMillis ?: 0 }.map { it.id }

    /** Until the channel is lost. Only what comes in proves that somebody is there (guarantee REL-8). */
    private suspend fun listen(channel: AmmChannel, work: Work, emit: suspend (LinkEvent) -> Unit) {
        val silence = when (channel.kind) {
            AmmChannel.Kind.WEB_SOCKET -> timers.pingMillis + timers.pongMillis
            AmmChannel.Kind.EVENT_STREAM -> timers.silenceMillis
        }
        while (true) {
            val frame = blaming(channel) {
                channel.receive(silence) { hasSpoken = true } ?: throw AmmChannel.lost("said nothing for $silence ms")
            }
            hasSpoken = true
            heard(frame, work, emit)
        }
    }

    private suspend fun heard(frame: AmmFrame, work: Work, emit: suspend (LinkEvent) -> Unit) {
        when (frame) {
            is AmmFrame.Changed -> work.news.changed(frame.entityTag)
            is AmmFrame.ResourceState -> work.news.stands(frame.entityTag)
            is AmmFrame.ChatState -> work.typing?.heard(frame)?.let { emit(it) }
            is AmmFrame.Pong -> pongs.update { it + 1 }
            is AmmFrame.Unknown -> emit(LinkEvent.Unknown(frame.kind, frame.json))
            is AmmFrame.Discovery, is AmmFrame.Subscribed, is AmmFrame.Unsubscribed, is AmmFrame.Notified -> Unit
        }
    }

    /** With each ping goes the question where the list stands: so a hint that got lost is noticed. */
    private suspend fun ping(channel: AmmChannel) {
        while (true) {
            delay(timers.pingMillis)
            channel.send(AmmCommands.ping(AmmTyping.requestId(Random)))
            channel.send(AmmCommands.getState(AmmTyping.requestId(Random), calls.resources.conversations))
        }
    }

    override suspend fun perform(command: LinkCommand, emit: suspend (LinkEvent) -> Unit) {
        val work = ready.await()
        when (command) {
            // Different conversations do not wait for each other, nor for a file that is on its way.
            is LinkCommand.SendMessage -> {
                work.beside { work.typing?.stopped(command.conversation.value) }
                work.beside {
                    work.sending.send(command)
                    // What it began comes as a hint where there are hints.
                    if (asksByItself) work.news.hint()
                }
            }

            is LinkCommand.Ask -> work.beside { emit(answer(command, work)) }

            is LinkCommand.IndicateTyping -> work.beside { work.typing?.indicated(command.conversation.value, command.typing) }

            is LinkCommand.ListConversations -> work.news.all()

            is LinkCommand.Configure -> if (command.startNew) {
                emit(
                    refused("no session to begin anew"),
                )
            } else {
                emit(LinkEvent.InfoChanged(info))
            }

            is LinkCommand.CheckHealth -> work.beside { checkHealth(work, emit) }

            else -> emit(refused("no such operation: $command"))
        }
    }

    /** In the order of the commands, as far as that matters: each begins before the next one is looked at. */
    private fun Work.beside(block: suspend () -> Unit) {
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            try {
                block()
            } catch (failed: TransportException) {
                isLost = true
                throw failed
            }
        }
    }

    /** Healthy is a service that answers, over the WebSocket, too; and who asks has by then what it tells. */
    private suspend fun checkHealth(work: Work, emit: suspend (LinkEvent) -> Unit) {
        val before = pongs.value
        val pings = channel?.kind == AmmChannel.Kind.WEB_SOCKET
        if (pings) channel.send(AmmCommands.ping(AmmTyping.requestId(Random)))
        work.news.checked()
        if (pings) pongs.first { it > before }
        emit(LinkEvent.HealthChecked(null))
    }

    private suspend fun answer(command: LinkCommand.Ask, work: Work): LinkEvent = try {
        val answer = withTimeoutOrNull(ANSWER_MILLIS) { work.sending.after(command.question) { questions.answer(command.question) } }
        if (answer == null) {
            LinkEvent.AskRefused(
                command.id,
                TransportFailure(ErrorCode.ANSWER_TIMEOUT, "The service did not answer within $ANSWER_MILLIS ms."),
            )
        } else {
            // What it changed comes as a hint where there are hints.
            if (asksByItself && changes(command.question)) work.news.hint()
            LinkEvent.Answered(command.id, answer)
        }
    } catch (failed: TransportException) {
        LinkEvent.AskRefused(command.id, failed.failure)
    }

    private fun changes(question: ConversationQuestion): Boolean = when (question) {
        is ConversationQuestion.AddParticipants,
        is ConversationQuestion.SetSubject,
        is ConversationQuestion.MarkAsRead,
        is ConversationQuestion.MarkAsAccessed,
        is ConversationQuestion.Leave,
        -> true

        is ConversationQuestion.ValidateAddresses,
        is ConversationQuestion.FetchParticipants,
        is ConversationQuestion.SearchConversations,
        is ConversationQuestion.FetchMessages,
        -> false
    }

    private fun refused(what: String) =
        LinkEvent.ChangeRefused(TransportFailure(ErrorCode.UNSUPPORTED, "Avaya Multimedia Messaging has $what."))

    override suspend fun history(command: LinkCommand.FetchHistory): LinkEvent = try {
        val id = command.conversation
        val count = calls.resources.features.maxMessageCount
        val entries = calls.page(id.value, count, beforeId = command.older?.value).messages
        roster.order.seen(entries)
        val isLast = entries.size < count || entries.last().id == command.older?.value
        val page = mapping.page(id, entries, entries, isLast)
        page.messages.forEach { session.files.noted(it.parts) }
        LinkEvent.HistoryArrived(page)
    } catch (failed: TransportException) {
        LinkEvent.HistoryFailed(command.conversation, failed.failure)
    }

    override suspend fun filing(commands: Channel<LinkCommand>, emit: suspend (LinkEvent) -> Unit) {
        for (command in commands) session.files.answer(command, calls.resources.features)?.let { emit(it) }
    }

    /** A lost session is not logged out: nobody may be there to be told. */
    override suspend fun farewell(reason: CloseReason) {
        isLeaving = true
        if (!isLost && reason.code == CloseReason.NORMAL) session.logOut()
        channel?.close()
    }

    override fun released() {
        channel?.abandon()
    }

    override fun failure(cause: Throwable): TransportException = networkFailure("Speaking with the messaging service", cause)

    private companion object {
        /** Longer than a request may take, with one repetition. */
        const val ANSWER_MILLIS = 90_000L
    }
}
