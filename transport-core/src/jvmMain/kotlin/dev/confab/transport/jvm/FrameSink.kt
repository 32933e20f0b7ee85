package dev.confab.transport.jvm

import dev.confab.transport.model.MessagingException
import java.util.concurrent.CompletionStage

/**
 * Takes what happens at a [FrameConnection].
 *
 * The calls come one at a time, on threads that run sessions: they must neither block, nor throw, nor run code of an application. The next one
 * comes when the returned stage is complete; until then nothing more is read from the service.
 */
public interface FrameSink {
    /** The connection stands; frames can be sent. [again]: it had been lost and came back by itself. */
    public fun onOpened(again: Boolean): CompletionStage<*>

    /** A frame arrived. */
    public fun onFrame(text: String): CompletionStage<*>

    /** Whether a connection that ended with this close code (RFC 6455 §7.4; 1006 without a close frame) is to be made again. */
    public fun mayReturn(code: Int): Boolean

    /** The connection is gone. [returns]: it is being made again. */
    public fun onClosed(code: Int, reason: String, returns: Boolean): CompletionStage<*>

    /** Something failed that no caller waits for: reading, or an attempt to come back. */
    public fun onFailure(failure: MessagingException): CompletionStage<*>
}
