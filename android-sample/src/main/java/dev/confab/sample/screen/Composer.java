package dev.confab.sample.screen;

import android.text.Editable;
import android.text.TextWatcher;
import android.view.View;
import android.widget.EditText;
import dev.confab.sample.R;
import dev.confab.sample.chat.ChatPresenter;
import dev.confab.sample.chat.ChatScreen;

/** Where the guest writes. */
final class Composer {

    private static final float DISABLED = 0.38f;
    private static final int OPAQUE = 255;

    private final EditText text;
    private final View attach;
    private final View send;

    Composer(View root, ChatPresenter presenter, Runnable pick) {
        text = root.findViewById(R.id.text);
        attach = root.findViewById(R.id.attach);
        send = root.findViewById(R.id.send);
        attach.setOnClickListener(view -> pick.run());
        send.setOnClickListener(view -> presenter.send());
        text.addTextChangedListener(new TextWatcher() {
            @Override
            public void beforeTextChanged(CharSequence before, int start, int count, int after) {}

            @Override
            public void onTextChanged(CharSequence now, int start, int before, int count) {}

            @Override
            public void afterTextChanged(Editable now) {
                presenter.typed(now.toString());
            }
        });
    }

    void show(ChatScreen screen) {
        text.setEnabled(screen.writable());
        text.setHint(
                switch (screen.writing()) {
                    case OPEN -> R.string.message_hint;
                    case PAUSED -> R.string.message_hint_paused;
                    case ENDED -> R.string.message_hint_ended;
                });
        // Read-only looks it: no field, and nothing to touch.
        text.getBackground().mutate().setAlpha(screen.writable() ? OPAQUE : 0);
        attach.setVisibility(screen.writable() ? View.VISIBLE : View.GONE);
        send.setVisibility(screen.writable() ? View.VISIBLE : View.GONE);
        enable(attach, screen.attachable());
        enable(send, screen.sendable());
    }

    void putText(String words) {
        if (!words.contentEquals(text.getText())) {
            text.setText(words);
            text.setSelection(words.length());
        }
    }

    private static void enable(View view, boolean enabled) {
        view.setEnabled(enabled);
        if (view.getId() == R.id.attach) {
            view.setAlpha(enabled ? 1 : DISABLED); // a Material button fades by itself
        }
    }
}
