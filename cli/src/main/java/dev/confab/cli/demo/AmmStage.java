package dev.confab.cli.demo;

import dev.confab.cli.CommandFailure;
import dev.confab.cli.ExitCode;
import dev.confab.cli.Palette;
import dev.confab.cli.TerminalText;
import dev.confab.client.messaging.Conversation;
import dev.confab.client.messaging.Message;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Shows what happens between several people, waits for it, and collects what did not hold. */
final class AmmStage {

    private static final long PATIENCE_SECONDS = 20;
    private static final long LOOK_MILLIS = 10;

    private final PrintStream out;
    private final Palette palette;
    private final List<String> problems = new ArrayList<>();
    private final long begin = System.nanoTime();

    AmmStage(PrintStream out, Palette palette) {
        this.out = out;
        this.palette = palette;
    }

    void heading(String text) {
        out.println(palette.strong(text));
        out.println();
    }

    void remark(String text) {
        line("", palette.faint(TerminalText.visible(text)));
    }

    void said(String who, Message message) {
        line(who, palette.guest(TerminalText.visible(message.getBody())));
    }

    void heard(String who, Message message) {
        line(TerminalText.visible(who), palette.agent(TerminalText.visible(message.getBody())));
    }

    void proved() {
        line("", palette.good("proved: the service has it"));
    }

    private void line(String who, String what) {
        out.printf("%6s  %s%n", who, what);
        out.flush();
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    Message awaitBody(Conversation conversation, String words) throws InterruptedException {
        return await("\"" + words + "\" was to arrive", () -> conversation.getMessages().getSnapshot().stream()
                .filter(it -> it.getBody().equals(words))
                .findFirst());
    }

    void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
        boolean unused =
                await(otherwise, () -> Optional.of(condition.getAsBoolean()).filter(it -> it));
    }

    /** Looks again and again, for a while. */
    <T> T await(String otherwise, Supplier<Optional<T>> look) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (Optional<T> seen = look.get(); ; seen = look.get()) {
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.UNPROVED, "Not proved: " + otherwise + " within " + PATIENCE_SECONDS + " s.", null);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    <T> T result(String what, CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new CommandFailure(
                    ExitCode.UNPROVED,
                    "Not proved: " + what + " failed. " + CommandFailure.reasonOf(failed),
                    failed.getCause());
        } catch (TimeoutException late) {
            throw new CommandFailure(
                    ExitCode.UNPROVED, "Not proved: " + what + " took more than " + PATIENCE_SECONDS + " s.", late);
        }
    }

    /** Says the result, and returns the exit code. */
    int judge(String good) {
        out.println();
        boolean proved = problems.isEmpty();
        String text = proved
                ? String.format(Locale.ROOT, "%s %.1f s.", good, (System.nanoTime() - begin) / 1e9)
                : "Not proved: " + String.join("; ", problems) + ".";
        out.println(proved ? palette.good(text) : palette.bad(text));
        out.flush();
        return proved ? ExitCode.OK : ExitCode.UNPROVED;
    }
}
