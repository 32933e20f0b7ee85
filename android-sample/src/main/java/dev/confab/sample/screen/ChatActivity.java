package dev.confab.sample.screen;

import android.os.Bundle;
import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.appbar.MaterialToolbar;
import com.google.android.material.dialog.MaterialAlertDialogBuilder;
import dev.confab.android.ConfabAndroid;
import dev.confab.sample.R;
import dev.confab.sample.chat.Phrase;
import dev.confab.sample.chat.PickedFile;
import dev.confab.sample.chat.Words;
import dev.confab.sample.service.ChatSession;
import dev.confab.transport.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The conversation. It shows the session while it is in sight, and owns nothing: turning the device loses nothing. */
public final class ChatActivity extends AppCompatActivity {

    private final FilePicker picker = new FilePicker(this, this::add, () -> tell(Phrase.FAILED_FILE));
    private boolean started;
    private @Nullable ChatSession session;
    private @Nullable ChatScreenView view;

    @Override
    protected void onCreate(@Nullable Bundle saved) {
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
                .session()
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (!started) {
                                return;
                            }
                            if (failure == null) {
                                show(opened);
                            } else if (failure.getCause() instanceof StoreException) {
                                offerToForget();
                            } else {
                                startActivity(
                                        SettingsActivity.intent(this)); // what was saved once does not work any more
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
    private void offerToForget() {
        new MaterialAlertDialogBuilder(this)
                .setMessage(R.string.store_unreadable)
                .setCancelable(false)
                .setNegativeButton(R.string.action_close, (dialog, button) -> finish())
                .setPositiveButton(R.string.action_forget, (dialog, button) -> {
                    SampleApp.of(this).forget();
                    open();
                })
                .show();
    }

    private void add(PickedFile file) {
        var unused = SampleApp.of(this).session().thenAccept(opened -> opened.presenter()
                .addFile(file));
    }

    private void tell(Phrase phrase) {
        if (view != null) {
            view.tell(Words.of(phrase));
        }
    }
}
