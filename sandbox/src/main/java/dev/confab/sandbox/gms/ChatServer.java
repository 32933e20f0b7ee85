package dev.confab.sandbox.gms;

import java.util.ArrayList;
import java.util.List;

/** One Chat Server behind GMS, named by its alias (Engage chat protocol notes §1.2). It can be switched off and on. */
final class ChatServer {

    private final String alias;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean up = true;

    ChatServer(String alias) {
        this.alias = alias;
    }

    String alias() {
        return alias;
    }

    boolean up() {
        return up;
    }

    /** Switches the server; what waited for it is done when it is on again. */
    void switchTo(boolean on) {
        up = on;
        if (on) {
            List<Runnable> tasks = List.copyOf(waiting);
            waiting.clear();
            tasks.forEach(Runnable::run);
        }
    }

    /** Does something now, or as soon as the server is on again. */
    void whenUp(Runnable task) {
        if (up) {
            task.run();
        } else {
            waiting.add(task);
        }
    }
}
