package dev.confab.sample.screen;

import android.os.Bundle;
import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.appbar.MaterialToolbar;
import dev.confab.android.ConfabAndroid;
import dev.confab.sample.R;
import dev.confab.sample.chat.Phrase;
import dev.confab.sample.chat.PickedFile;
import dev.confab.sample.chat.Words;
import dev.confab.sample.service.ChatSession;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The conversation. It shows the session while it is in sight, and owns nothing: turning the device loses nothing. */
public final class ChatActivity extends AppCompatActivity {

    private final FilePicker picker = new FilePicker(this, this::add, this::tellUnreadable);
    private boolean started;
    private @Nullable ChatSession session;
    private @Nullable ChatScreenView view;

    @Override
    protected void onCreate(@Nullable Bundle saved) {
        getSupportFragmentManager()
                .setFragmentResultListener(
                        TroubleDialog.RESULT, this, (key, result) -> leave(TroubleDialog.choice(result)));
        DialogAnswers.listen(
                this, use -> inSession(opened -> use.accept(opened.presenter().answers())));
        super.onCreate(saved);
        setContentView(R.layout.activity_chat);
        MaterialToolbar toolbar = findViewById(R.id.toolbar);
        toolbar.setOnMenuItemClickListener(item -> {
            startActivity(SettingsActivity.intent(this));
            return true;
        });
        Edges.apply(getWindow(), findViewById(R.id.root), toolbar, findViewById(R.id.composer));
    }

    @Override
    protected void onStart() {
        super.onStart();
        started = true;
        open();
    }

    @Override
    protected void onStop() {
        started = false;
        if (session != null && view != null) {
            session.presenter().detach(view);
        }
        super.onStop();
    }

    /** The store is opened away from the main thread, so that the session may come a little later than the screen. */
    private void open() {
        var unused = SampleApp.of(this)
                .sessions()
                .current()
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (!started) {
                                return;
                            }
                            if (failure == null) {
                                TroubleDialog.hide(getSupportFragmentManager());
                                show(opened);
                            } else {
                                TroubleDialog.show(getSupportFragmentManager(), TroubleDialog.Kind.of(failure));
                            }
                        },
                        ConfabAndroid.mainThread());
    }

    private void show(ChatSession opened) {
        if (session != null && session != opened) {
            recreate(); // the settings have changed: nothing of the screen belongs to the new session
            return;
        }
        session = opened;
        if (view == null) {
            view = new ChatScreenView(this, opened, picker::pick);
        }
        opened.presenter().attach(view);
    }

    /** A store that cannot be read is never replaced behind the guest's back: what is in it may still be wanted. */
    private void leave(TroubleDialog.Choice choice) {
        switch (choice) {
            case TRY_AGAIN -> open();
            case FORGET -> {
                SampleApp.of(this).forget();
                open();
            }
            case SETTINGS -> startActivity(SettingsActivity.intent(this));
            case CLOSE -> finish();
        }
    }

    private void add(PickedFile file) {
        inSession(opened -> opened.presenter().addFile(file));
    }

    private void tellUnreadable() {
        inSession(opened -> opened.presenter().tell(Words.of(Phrase.FAILED_FILE)));
    }

    /** Does something as soon as there is a session; the screen may be another one by then. */
    private void inSession(Consumer<ChatSession> task) {
        var unused = SampleApp.of(this).sessions().current().thenAccept(task);
    }
}
