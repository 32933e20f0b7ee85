package dev.confab.sandbox.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** To which service something goes, and what a service answers that has nothing of the kind. */
class ServicesTest {

    private final Services services =
            new Services(List.of(new Bare("first", "a"), new Bare("second", "b"), new Bare("third", "ended")));

    @Test
    void what_is_to_happen_goes_to_the_service_that_has_the_session() {
        assertEquals(new Services.Result(Outcome.DONE, "second"), say("b"));
        assertEquals(new Services.Result(Outcome.ENDED, "third"), say("ended"));
        assertEquals(new Services.Result(Outcome.UNKNOWN, ""), say("nobody"));
        assertNotNull(services.having("a"));
        assertNull(services.having("nobody"));
        assertEquals(3, services.cut(null));
    }

    @Test
    void what_a_service_has_not_is_unsupported_for_its_sessions_and_unknown_for_others() {
        ObjectNode none = BoundedJson.object();
        List<Function<EmulatedService, Outcome>> verbs = List.of(
                service -> service.type("b"),
                service -> service.disconnect("b"),
                service -> service.expire("b"),
                service -> service.clear("b"),
                service -> service.present("b", "Authenticate"),
                service -> service.reauthenticate("b"),
                service -> service.act("b", "transfer", none),
                service -> service.desk().stopTyping("b"),
                service -> service.desk().show("b", null, BoundedJson.array()),
                service -> service.desk().signal("b", none),
                service -> service.desk().frame("b", "x"));
        for (Function<EmulatedService, Outcome> verb : verbs) {
            assertEquals(new Services.Result(Outcome.UNSUPPORTED, "second"), services.perform("b", verb));
        }
    }

    private Services.Result say(String session) {
        return services.perform(session, service -> service.say(session, "hello"));
    }

    /** A service with one session and only what every service must have. */
    private record Bare(String name, String session) implements EmulatedService {

        @Override
        public Map<String, String> paths() {
            return Map.of();
        }

        @Override
        public void mount(Router router) {}

        @Override
        public void goAway() {}

        @Override
        public int connections() {
            return 1;
        }

        @Override
        public int sessionCount() {
            return 1;
        }

        @Override
        public boolean has(String wanted) {
            return session.equals(wanted);
        }

        @Override
        public List<ObjectNode> sessions() {
            return List.of();
        }

        @Override
        public int cut(@Nullable String wanted) {
            return 1;
        }

        @Override
        public int maxAgentText() {
            return 10;
        }

        @Override
        public Outcome say(String wanted, String text) {
            return has(wanted) ? (session.equals("ended") ? Outcome.ENDED : Outcome.DONE) : Outcome.UNKNOWN;
        }
    }
}
