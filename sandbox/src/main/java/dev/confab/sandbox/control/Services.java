package dev.confab.sandbox.control;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The services of a sandbox. What concerns a session goes to the one that has it. To be called on the event loop. */
public final class Services {

    private final List<EmulatedService> all;

    /**
     * Keeps services.
     *
     * @param all the services, in the order in which they are shown
     */
    public Services(List<EmulatedService> all) {
        this.all = List.copyOf(all);
    }

    /**
     * What came of something that was to happen in a session.
     *
     * @param outcome what came of it
     * @param backend the service that has the session, empty when none does
     */
    public record Result(Outcome outcome, String backend) {}

    /**
     * Lists the services.
     *
     * @return the services in the order in which they are shown
     */
    public List<EmulatedService> all() {
        return all;
    }

    /**
     * Adds the paths of all services.
     *
     * @param router where to
     */
    public void mount(Router router) {
        all.forEach(service -> service.mount(router));
    }

    /**
     * Makes something happen in a session. Where several services have a session of that name, which they can only when
     * clients choose the names, the first that can do it does.
     *
     * @param session the name of the session
     * @param verb what is to happen
     * @return what came of it
     */
    public Result perform(String session, Function<EmulatedService, Outcome> verb) {
        Result result = new Result(Outcome.UNKNOWN, "");
        for (EmulatedService service : all) {
            Outcome here = verb.apply(service);
            if (here == Outcome.DONE) {
                return new Result(here, service.name());
            }
            if (here != Outcome.UNKNOWN && result.outcome() != Outcome.ENDED) {
                result = new Result(here, service.name());
            }
        }
        return result;
    }

    /**
     * Finds the service of a session.
     *
     * @param session the name of the session
     * @return the service, null when there is no such session
     */
    public @Nullable EmulatedService having(String session) {
        return all.stream().filter(service -> service.has(session)).findFirst().orElse(null);
    }

    /**
     * Cuts TCP connections without a close frame.
     *
     * @param session only those of this session, or null for all
     * @return how many were cut
     */
    public int cut(@Nullable String session) {
        return sum(service -> service.cut(session));
    }

    /**
     * Tells which presences the services can show.
     *
     * @return their names
     */
    public Set<String> presences() {
        Set<String> names = new TreeSet<>();
        all.forEach(service -> names.addAll(service.presences()));
        return names;
    }

    /** Ends all connections as a server that shuts down does. */
    public void goAway() {
        all.forEach(EmulatedService::goAway);
    }

    /** Deletes what was kept on disk. To be called when the event loop has ended. */
    public void deleteFiles() {
        all.forEach(EmulatedService::deleteFiles);
    }

    private int sum(ToIntFunction<EmulatedService> count) {
        return all.stream().mapToInt(count).sum();
    }
}
