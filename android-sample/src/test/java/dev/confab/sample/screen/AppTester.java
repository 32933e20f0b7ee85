package dev.confab.sample.screen;

import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import android.os.Looper;
import android.view.View;
import android.widget.EditText;
import android.widget.TextView;
import androidx.recyclerview.widget.RecyclerView;
import dev.confab.sample.R;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ChatSession;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxAgent;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;
import org.robolectric.android.controller.ActivityController;

/**
 * The app on a pretended device, talking to a sandbox in this process. Its main thread is the thread of the test and runs
 * inside {@link #await} only.
 */
final class AppTester implements AutoCloseable {

    private static final long SECONDS = 90;

    final Sandbox sandbox;
    final SampleApp device = (SampleApp) RuntimeEnvironment.getApplication();
    ActivityController<ChatActivity> controller;

    AppTester(Scenario scenario) {
        this(SandboxOptions.builder().scenario(scenario));
    }

    AppTester(SandboxOptions.Builder options) {
        sandbox = Sandbox.start(options.messagesPerSecond(0).build());
        new SavedSettings(device).save(Backend.WEB_MESSAGING.sandbox(sandbox.url()));
        controller = Robolectric.buildActivity(ChatActivity.class).setup();
    }

    AppTester connected() {
        await("online", () -> text(R.id.status).equals(device.getString(R.string.status_online)));
        return this;
    }

    AppTester say(String words) {
        type(words);
        click(R.id.send);
        return this;
    }

    AppTester said(String words) {
        say(words);
        await("sent: " + words, () -> sandbox.messages().stream()
                .anyMatch(m -> m.text().equals(words)));
        awaitRow(
                words,
                row -> texts(row).contains(words) && !texts(row).contains(device.getString(R.string.message_sending)));
        return this;
    }

    /** The agent of the session that wrote last. */
    SandboxAgent agent() {
        return sandbox.agent(
                sandbox.messages().get(sandbox.messages().size() - 1).session());
    }

    void type(String words) {
        ((EditText) view(R.id.text)).setText(words);
    }

    void click(int id) {
        View view = view(id);
        assertTrue("It can be touched: " + view, view.isShown() && view.isEnabled());
        view.performClick();
    }

    View view(int id) {
        return controller.get().findViewById(id);
    }

    String text(int id) {
        return String.valueOf(((TextView) view(id)).getText());
    }

    /** Waits until a row of the list looks like this, and gives it. */
    View awaitRow(String what, Predicate<View> condition) {
        await(what, () -> find(condition) != null);
        return Objects.requireNonNull(find(condition));
    }

    View awaitWords(String words) {
        return awaitRow(words, row -> texts(row).contains(words));
    }

    /** Runs the main thread until something is so. */
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            Shadows.shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(2));
            if (condition.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                Screenshots.keep("failed", root());
                fail("Not within " + SECONDS + " s: " + what + "; the screen shows " + texts(root()));
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Lets what moves come to rest: layouts, scrolling, ripples. */
    void settle() {
        Shadows.shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(800));
    }

    /** All words below a view. */
    static String texts(View view) {
        StringBuilder all = new StringBuilder();
        Views.visit(view, each -> {
            if (each instanceof TextView words && each.isShown()) {
                all.append(words.getText()).append('\n');
            }
        });
        return all.toString();
    }

    View root() {
        return controller.get().getWindow().getDecorView();
    }

    void picture(String name) {
        Screenshots.take(name, root());
    }

    @Override
    public void close() {
        controller.pause().stop().destroy();
        session().close();
        sandbox.close();
    }

    /** The session, which is there as soon as the screen is connected. */
    ChatSession session() {
        CompletableFuture<ChatSession> session = device.sessions().current();
        await("a session", session::isDone);
        return session.join();
    }

    private @Nullable View find(Predicate<View> condition) {
        RecyclerView list = (RecyclerView) view(R.id.messages);
        for (int i = list.getChildCount() - 1; i >= 0; i--) {
            if (condition.test(list.getChildAt(i))) {
                return list.getChildAt(i);
            }
        }
        return null;
    }
}
