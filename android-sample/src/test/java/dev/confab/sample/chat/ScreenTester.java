package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.fail;

import dev.confab.transport.model.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A screen without a screen: the thread of the test is its thread, its clock is turned by hand, and it remembers what it
 * was told. Nothing runs but inside {@link #await} and {@link #turn}.
 */
public final class ScreenTester implements ChatView, Ticker, Executor {

    private static final long SECONDS = 60;

    /** What passing messages were told. */
    public final List<Words> told = new ArrayList<>();
    /** What was read out. */
    public final List<String> heard = new ArrayList<>();
    /** What is in the text field. */
    public String text = "";
    /** What it gives back when it goes. */
    public final List<Words> untold = new ArrayList<>();
    /** How often the settings were opened. */
    public int settingsOpened;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<Due> timers = new ArrayList<>();
    private long now = System.currentTimeMillis();
    private @Nullable ChatScreen screen;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public Timer after(long millis, Runnable task) {
        Due due = new Due(now + millis, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    /** Sets the clock, and runs what became due. */
    public void turn(long toMillis) {
        now = toMillis;
        for (Due due : List.copyOf(timers)) {
            if (due.atMillis <= now && timers.remove(due)) {
                due.task.run();
            }
        }
    }

    /** How many tasks wait for the clock. */
    public int timers() {
        return timers.size();
    }

    /** Runs the tasks of the screen until something is so. */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (condition.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                fail("Not within " + SECONDS + " s: " + what + ". The screen shows " + screen + " and told " + told);
            }
            try {
                Runnable next = tasks.poll(10, TimeUnit.MILLISECONDS); // also looks at what changes without a task
                if (next != null) {
                    next.run();
                }
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** Runs the tasks of the screen until it shows something. */
    public void awaitScreen(String what, Predicate<ChatScreen> condition) {
        await(what, () -> screen != null && condition.test(screen));
    }

    /** Waits for a message, and gives it. */
    public Row.Bubble awaitBubble(String text, Predicate<Row.Bubble> condition) {
        awaitScreen("\"" + text + "\"", shown -> find(text, condition) != null);
        return Objects.requireNonNull(find(text, condition));
    }

    /** The id of a message that is shown. */
    public MessageId idOf(String text) {
        return awaitBubble(text, bubble -> true).id();
    }

    /** The texts of all messages. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Row row : screen().rows()) {
            if (row instanceof Row.Bubble bubble) {
                texts.add(bubble.text());
            }
        }
        return texts;
    }

    /** The row of a kind that must be there. */
    public <T extends Row> T present(Class<T> kind) {
        awaitScreen(kind.getSimpleName(), shown -> row(kind) != null);
        return Objects.requireNonNull(row(kind));
    }

    /** The first row of a kind, or null. */
    public <T extends Row> @Nullable T row(Class<T> kind) {
        for (Row row : screen().rows()) {
            if (kind.isInstance(row)) {
                return kind.cast(row);
            }
        }
        return null;
    }

    /** What is shown now. */
    public ChatScreen screen() {
        return Objects.requireNonNull(screen, "Nothing was shown yet.");
    }

    @Override
    public void show(ChatScreen shown) {
        screen = shown;
    }

    @Override
    public void putText(String put) {
        text = put;
    }

    @Override
    public void tell(Words words) {
        told.add(words);
    }

    @Override
    public List<Words> untold() {
        return untold;
    }

    @Override
    public void heard(Row.Bubble message) {
        heard.add(message.text());
    }

    @Override
    public void openSettings() {
        settingsOpened++;
    }

    private Row.@Nullable Bubble find(String text, Predicate<Row.Bubble> condition) {
        for (Row row : screen().rows()) {
            if (row instanceof Row.Bubble bubble && bubble.text().equals(text) && condition.test(bubble)) {
                return bubble;
            }
        }
        return null;
    }

    private record Due(long atMillis, Runnable task) {}
}
