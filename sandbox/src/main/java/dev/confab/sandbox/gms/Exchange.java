package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One HTTP call of a guest: written into the journal with its fields, led past the faults, answered once. */
final class Exchange {

    private final RoutingContext context;
    private final Surroundings around;
    private final GmsService service;
    private @Nullable Fields fields;
    private String session = "";
    private Duration delay = Duration.ZERO;
    private boolean recorded;

    Exchange(RoutingContext context, Surroundings around, GmsService service) {
        this.context = context;
        this.around = around;
        this.service = service;
    }

    RoutingContext context() {
        return context;
    }

    Surroundings around() {
        return around;
    }

    /** The call is read and belongs to a chat, or to none yet. */
    void received(Fields read, @Nullable Chat chat) {
        fields = read;
        belongsTo(chat);
        record();
    }

    void belongsTo(@Nullable Chat chat) {
        session = chat == null ? "" : chat.id();
    }

    /** Holds the answer back. */
    void delay(Duration more) {
        delay = delay.plus(more);
    }

    /** Does what was asked, as far as the faults let it. */
    void perform(@Nullable Chat chat, Seam.Call call, Supplier<Reply> rule) {
        CallVerdict verdict = new CallVerdict();
        around.faults().calling(chat == null ? null : chat.id(), call, verdict);
        CallVerdict.Failure failure = verdict.failure();
        if (verdict.resets()) {
            answer(Reply.NONE);
            return;
        }
        delay(verdict.delay());
        if (failure != null) {
            answer(onPurpose(failure));
            return;
        }
        if (verdict.expires() && chat != null) {
            service.forget(chat.id());
            answer(Reply.lost(Codes.NO_SUCH_USER, "There is no such chat"));
            return;
        }
        Reply reply = rule.get();
        answer(verdict.losesAnswer() ? Reply.NONE : reply);
    }

    private Reply onPurpose(CallVerdict.Failure failure) {
        if (failure.retryAfterSeconds() > 0) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(failure.retryAfterSeconds()));
        }
        return Reply.http(
                failure.status(),
                failure.code().isEmpty() ? "This call fails on purpose" : failure.code(),
                "GET /sandbox/faults lists the faults");
    }

    void answer(Reply reply) {
        record();
        if (delay.isZero()) {
            send(reply);
        } else {
            around.loop().after(delay, () -> send(reply));
        }
    }

    private void send(Reply reply) {
        if (reply.resets()) {
            Wire.reset(around.loop(), context.request().remoteAddress());
        } else if (reply.status() > 0) {
            recordAnswer(reply.json());
            JsonReply.send(context, reply.status(), reply.json());
        }
    }

    /** An answer that never went out is not recorded. */
    void recordAnswer(@Nullable ObjectNode body) {
        context.addEndHandler(done -> {
            if (done.succeeded()) {
                ObjectNode json = line().put("status", context.response().getStatusCode());
                if (body != null) {
                    json.set("body", body);
                }
                around.journal().sent(session, BoundedJson.text(json));
            }
        });
    }

    private void record() {
        if (!recorded) {
            recorded = true;
            ObjectNode json = line();
            if (fields != null) {
                json.set("fields", fields.json());
            }
            around.journal().received(session, BoundedJson.text(json));
        }
    }

    private ObjectNode line() {
        return BoundedJson.object()
                .put("method", context.request().method().name())
                .put("path", context.request().uri());
    }
}
