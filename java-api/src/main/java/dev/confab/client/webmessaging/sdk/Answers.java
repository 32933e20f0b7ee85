package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.transport.jvm.SuspendedCalls;
import dev.confab.transport.model.ErrorCode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Requests whose answers the client itself needs, found by their tracing ids; each has a deadline. */
@SuppressWarnings("FutureReturnValueIgnored") // What fails is told by the future that is looked at.
final class Answers {

    private final Map<String, CompletableFuture<BaseMessage>> awaited = new ConcurrentHashMap<>();

    /** Expects the answer to a request that is sent afterwards. */
    CompletableFuture<BaseMessage> expect(String tracingId, String what, long millis) {
        CompletableFuture<BaseMessage> answer = new CompletableFuture<>();
        awaited.put(tracingId, answer);
        CompletableFuture<Void> deadline = SuspendedCalls.after(millis);
        deadline.thenRun(() -> answer.completeExceptionally(new WebMessagingException(
                ErrorCode.ANSWER_TIMEOUT, "The service did not answer " + what + " within " + millis + " ms.")));
        answer.whenComplete((message, failure) -> {
            awaited.remove(tracingId);
            deadline.cancel(false);
        });
        return answer;
    }

    /** Runs something when no answer comes in time. */
    void onTimeout(String tracingId, Runnable action) {
        CompletableFuture<BaseMessage> answer = awaited.get(tracingId);
        if (answer != null) {
            answer.whenComplete((message, failure) -> {
                if (failure != null
                        && WebMessagingException.of(failure).getCode().equals(ErrorCode.ANSWER_TIMEOUT)) {
                    action.run();
                }
            });
        }
    }

    /** Takes an answer when it is awaited: a refusal fails its request. */
    void offer(BaseMessage message) {
        String tracingId = message.getTracingId();
        CompletableFuture<BaseMessage> answer = tracingId == null ? null : awaited.get(tracingId);
        if (answer == null) {
            return;
        }
        // A copy: the message itself goes to listeners, who may change it.
        Futures.settle(answer, (BaseMessage) message.copy(), Refusals.of(message));
    }

    /** Nothing more is answered. */
    void fail(WebMessagingException failure) {
        awaited.values().forEach(answer -> Futures.settle(answer, null, failure));
    }
}
