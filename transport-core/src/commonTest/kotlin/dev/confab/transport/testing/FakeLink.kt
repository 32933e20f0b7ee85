package dev.confab.transport.testing

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.Link
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Message
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.consumeAsFlow

/** A link whose peer is the test: it records what is submitted and emits what the test says. */
class FakeLink(override val info: SessionInfo, private val service: FakeService) : Link {
    private val incoming = Channel<LinkEvent>(Channel.UNLIMITED)
    private val commands = Channel<LinkCommand>(Channel.UNLIMITED)

    /** Whether requests for history are answered by the service; else the test expects them as commands. */
    var answersHistory: Boolean = true

    /** Why the client closed it, or null while it has not. */
    var closedWith: CloseReason? = null
        private set

    override val events: Flow<LinkEvent> = incoming.consumeAsFlow()

    override suspend fun submit(command: LinkCommand) {
        if (command is LinkCommand.SendMessage) Secrets.register(command.draft.text, *command.draft.customAttributes.values.toTypedArray())
        if (command is LinkCommand.FetchHistory && answersHistory) emit(service.answer(command)) else commands.send(command)
    }

    override suspend fun close(reason: CloseReason) {
        if (closedWith == null) closedWith = reason
        incoming.close()
    }

    /** The next command of the client; suspends until there is one. */
    suspend fun expectCommand(): LinkCommand = commands.receive()

    suspend fun expectMessage(text: String): LinkCommand.SendMessage {
        val command = expectCommand()
        check(command is LinkCommand.SendMessage && command.draft.text == text) { "Expected the message \"$text\", but got $command." }
        return command
    }

    /** Commands that nobody expected. */
    fun leftovers(): List<LinkCommand> = generateSequence { commands.tryReceive().getOrNull() }.toList()

    fun emit(event: LinkEvent) {
        incoming.trySend(event)
    }

    /** The service stores [command] and says nothing. */
    fun store(command: LinkCommand.SendMessage): Message =
        service.store(Direction.INBOUND, command.draft.text, "server-${command.messageId}")

    /** The service stores [command] and proves it, as an echo does. */
    fun prove(command: LinkCommand.SendMessage) {
        emit(LinkEvent.MessageArrived(command.conversation, store(command), command.messageId))
    }

    /** An agent writes. */
    fun say(serverId: String, text: String) {
        emit(LinkEvent.MessageArrived(ConversationId.MAIN, service.store(Direction.OUTBOUND, text, serverId), null))
    }

    /** The connection is cut. */
    fun cut() {
        incoming.close(TransportException(TransportFailure(ErrorCode.WEBSOCKET_ERROR, "The connection was cut.")))
    }

    /** The peer closes in an orderly way. */
    fun endWith(code: Int) {
        emit(LinkEvent.Closed(CloseReason(code, "Ended by the test.")))
        incoming.close()
    }
}
